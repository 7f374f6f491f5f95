/* Streams that are broken at random, with a fixed seed: whatever a consumer can judge may be wrong, and several things at
 * once. Each is taken or refused, nothing is read that is not there, and all memory is released.
 *
 * What no consumer can judge stays true: every buffer has as much memory as the largest length that is drawn needs. */
#include "arrow_types.h"
#include "check.h"

enum {
    COLUMNS = 8,   /* places for columns: the last two lead nowhere */
    USED = 6,
    ROWS = 8,
    MOST = 32,     /* the largest length or offset that is drawn */
    BUFFERS = 5,   /* places for buffers */
    BYTES = 2048,  /* of each buffer: enough for 2 x MOST of the widest values */
    DAY = 19783
};

static uint64_t seed = 0x9E3779B97F4A7C15u;

static uint64_t draw(void) {
    uint64_t z = seed += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t below(size_t count) {
    return (size_t)(draw() % count);
}

/* All memory of a schema or an array, released by its root. */
typedef struct {
    void *pieces[128];
    int count;
} arena;

static int alive = 0;

static void *have(arena *of, size_t bytes) {
    void *memory = calloc(1, bytes);
    of->pieces[of->count++] = memory;
    alive++;
    return memory;
}

static void release_all(arena *of) {
    while (of->count > 0) {
        free(of->pieces[--of->count]);
        alive--;
    }
    free(of);
    alive--;
}

static arena *new_arena(void) {
    alive++;
    return (arena *)calloc(1, sizeof(arena));
}

static void release_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
    release_all((arena *)schema->private_data);
}

static void release_array(struct ArrowArray *array) {
    array->release = NULL;
    release_all((arena *)array->private_data);
}

/* Parts have nothing of their own. */
static void no_schema(struct ArrowSchema *schema) {
    schema->release = NULL;
}

static void no_array(struct ArrowArray *array) {
    array->release = NULL;
}

/* How the columns of a stream are read, drawn for both its schema and its batches. */
typedef struct {
    int batches;
    uint64_t seed;
    int decimals, views, changes;
} state;

static int64_t odd_number(void) {
    static const int64_t odd[] = {-1, -2, 0, 1, 7, 8, 9, MOST, INT64_MIN, INT64_MAX, (int64_t)1 << 49, (int64_t)1 << 62};
    return odd[below(sizeof odd / sizeof *odd)];
}

static void change_schema(struct ArrowSchema *root) {
    static const char *const formats[] = {"l", "i",  "s",  "c",     "L",      "I",     "C",    "b",  "f",   "g",    "e",   "n",
                                          "z", "Z",  "+s", "+l",    "+w:3",   "w:5",   "",     "?",  "tdm", "tsu:", "tsn:Europe/Amsterdam",
                                          "d:18,2", "d:38,0", "d:9,-3", "d:999,2", "d:", "d:5,2,7", "+us:0", "+r", "+vl", "vz", "tDs"};
    static const char *const names[] = {"line", "date", "amount", "amount_cents", "grant", "theme", "fixed", "", "kind", "\xff"};
    struct ArrowSchema *at = root->children[below(USED)];
    if (below(8) == 0) at = root;
    if (below(8) == 0 && root->children[3] != NULL && root->children[3]->dictionary != NULL) at = root->children[3]->dictionary;
    if (at == NULL) return;
    switch (below(8)) {
    case 0:
        /* Offsets of a text lead as far as they say: no other type becomes one. */
        at->format = formats[below(sizeof formats / sizeof *formats)];
        break;
    case 1:
        at->name = names[below(sizeof names / sizeof *names)];
        break;
    case 2:
        at->flags = (int64_t)draw();
        break;
    case 3:
        root->n_children = (int64_t)below(COLUMNS + 1);
        break;
    case 4:
        at->n_children = below(2) ? -1 : INT64_MIN;
        break;
    case 5:
        at->format = NULL;
        break;
    case 6:
        root->children[below(USED)] = below(2) ? NULL : root->children[0];
        break;
    default:
        at->name = NULL;
        at->dictionary = NULL;
    }
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    static const char *const names[USED] = {"line", "date", "amount_cents", "grant", "theme", "fixed"};
    static const char *const formats[USED] = {"u", "tdD", "l", "c", "u", "b"};
    state *of = (state *)stream->private_data;
    arena *own = new_arena();
    int at;
    memset(out, 0, sizeof *out);
    out->format = "+s";
    out->n_children = USED;
    out->children = (struct ArrowSchema **)have(own, COLUMNS * sizeof(void *));
    for (at = 0; at < USED; at++) {
        struct ArrowSchema *column = (struct ArrowSchema *)have(own, sizeof *column);
        column->format = formats[at];
        column->name = names[at];
        column->flags = 2;
        column->release = no_schema;
        out->children[at] = column;
    }
    if (of->decimals) {
        out->children[2]->format = "d:18,2";
        out->children[2]->name = "amount";
    }
    if (of->views) out->children[4]->format = "vu";
    out->children[3]->dictionary = (struct ArrowSchema *)have(own, sizeof *out);
    out->children[3]->dictionary->format = "u";
    out->children[3]->dictionary->release = no_schema;
    out->release = release_schema;
    out->private_data = own;
    if (of->changes & 1) {
        size_t changes = 1 + below(3);
        while (changes-- > 0) change_schema(out);
    }
    return 0;
}

static void make_array(arena *own, struct ArrowArray *array, int64_t length, int n_buffers) {
    int at;
    array->length = length;
    array->n_buffers = n_buffers;
    array->buffers = (const void **)have(own, BUFFERS * sizeof(void *));
    for (at = 1; at < n_buffers; at++) array->buffers[at] = have(own, BYTES);
    array->release = no_array;
}

static void texts(arena *own, struct ArrowArray *array, int64_t length, int64_t each, const char *bytes) {
    int64_t at;
    make_array(own, array, length, 3);
    for (at = 0; at <= 2 * MOST; at++) ((int32_t *)(size_t)array->buffers[1])[at] = (int32_t)((at < length ? at : length) * each);
    memcpy((void *)(size_t)array->buffers[2], bytes, strlen(bytes));
}

/* Anything but what buffers of other programs hold: numbers that may be any, and bits. */
static void change_content(struct ArrowArray *batch) {
    struct ArrowArray *column = batch->children == NULL ? NULL : batch->children[below(USED)];
    char *numbers;
    int32_t number = (int32_t)draw();
    size_t at = below(BYTES / sizeof number - 1);
    if (column == NULL || column->buffers[1] == NULL) return;
    numbers = (char *)(size_t)column->buffers[1];
    if (column->n_buffers == 3 && column->buffers[2] != NULL && below(2)) {
        ((unsigned char *)(size_t)column->buffers[2])[below(64)] = (unsigned char)number;
        return;
    }
    if (column == batch->children[0] || (column == batch->children[4] && column->n_buffers == 3)) {
        /* Offsets: within the bytes, or such that they are refused. */
        at = below(ROWS + 1);
        number = (int32_t)below(100) - 3;
    }
    /* It may not be aligned any more. */
    memcpy(numbers + at * sizeof number, &number, sizeof number);
}

static void change_array(struct ArrowArray *batch) {
    struct ArrowArray *array = batch->children == NULL ? batch : batch->children[below(USED)];
    unsigned char *bits;
    size_t at;
    if (below(6) == 0) array = batch;
    if (array == NULL) return;
    if (below(6) == 0 && array->dictionary != NULL) array = array->dictionary;
    switch (below(10)) {
    case 0:
        array->length = odd_number();
        break;
    case 1:
        array->offset = odd_number();
        break;
    case 2:
        array->null_count = odd_number();
        break;
    case 3:
        array->n_buffers = below(2) ? (int64_t)below(BUFFERS) : -1;
        break;
    case 4:
        batch->n_children = (int64_t)below(COLUMNS + 1);
        break;
    case 5:
        array->buffers[below(BUFFERS)] = NULL;
        break;
    case 6:
        array->dictionary = NULL;
        break;
    case 7: /* not aligned */
        at = 1 + below(2);
        if (array->buffers[at] != NULL) array->buffers[at] = (const char *)array->buffers[at] + 1;
        break;
    case 8: /* says which rows have a value */
        if (array->buffers[0] == NULL) {
            bits = (unsigned char *)have((arena *)batch->private_data, BYTES);
            for (at = 0; at < 64; at++) bits[at] = (unsigned char)draw();
            array->buffers[0] = bits;
            array->null_count = below(2) ? -1 : (int64_t)below(ROWS);
        }
        break;
    default:
        if (below(4) == 0)
            array->children = NULL;
        else if (batch->children != NULL)
            batch->children[below(USED)] = NULL;
    }
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    state *of = (state *)stream->private_data;
    arena *own;
    int at;
    memset(out, 0, sizeof *out);
    if (of->batches-- == 0) return 0;
    own = new_arena();
    make_array(own, out, ROWS, 1);
    out->n_children = USED;
    out->children = (struct ArrowArray **)have(own, COLUMNS * sizeof(void *));
    for (at = 0; at < USED; at++) out->children[at] = (struct ArrowArray *)have(own, sizeof *out);
    texts(own, out->children[0], ROWS, 2, "L1L2L3L4L5L6L7L8");
    make_array(own, out->children[1], ROWS, 2);
    make_array(own, out->children[2], ROWS, 2);
    make_array(own, out->children[3], ROWS, 2);
    make_array(own, out->children[5], ROWS, 2);
    for (at = 0; at < ROWS; at++) {
        ((int32_t *)(size_t)out->children[1]->buffers[1])[at] = DAY + at;
        ((int64_t *)(size_t)out->children[2]->buffers[1])[of->decimals ? 2 * at : at] = 100 * at;
        ((int8_t *)(size_t)out->children[3]->buffers[1])[at] = (int8_t)(at % 2);
    }
    out->children[3]->dictionary = (struct ArrowArray *)have(own, sizeof *out);
    texts(own, out->children[3]->dictionary, 2, 3, "izaiza");
    if (of->views) {
        /* Views, one buffer with texts, and how long that is. */
        int32_t *views;
        make_array(own, out->children[4], ROWS, 4);
        views = (int32_t *)(size_t)out->children[4]->buffers[1];
        for (at = 0; at < ROWS; at++) {
            /* Twelve bytes at most stand in the view itself. */
            views[4 * at] = 4 * at;
            memset(&views[4 * at + 1], 'z', at <= 3 ? 4 * (size_t)at : 4);
            if (at > 3) views[4 * at + 3] = at;
        }
        memset((void *)(size_t)out->children[4]->buffers[2], 'z', 64);
        *(int64_t *)(size_t)out->children[4]->buffers[3] = 64;
    } else {
        texts(own, out->children[4], ROWS, 4, "zorgjeugdsportwonenzorgjeugdsport");
    }
    out->release = release_array;
    out->private_data = own;
    if (of->changes & 2) {
        size_t changes = 1 + below(3);
        while (changes-- > 0) change_array(out);
    }
    if (of->changes & 4) {
        size_t changes = 1 + below(4);
        while (changes-- > 0) change_content(out);
    }
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return NULL;
}

static void release_stream(struct ArrowArrayStream *stream) {
    free(stream->private_data);
    alive--;
    stream->release = NULL;
}

static report r;

static koers_dossier *draft(void) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    koers_grant grant;
    koers_tranche tranche;
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    KOERS_INIT(&grant);
    grant.id = text_of("iza");
    grant.scheme = text_of("spuk-iza");
    grant.state = text_of("awarded");
    KOERS_INIT(&tranche);
    tranche.grant = text_of("iza");
    tranche.id = text_of("2024");
    tranche.year = 2024;
    tranche.granted = 100000;
    OK(koers_dossier_new(&info, &dossier, report_init(&r)));
    OK(koers_dossier_add_grants(dossier, &grant, 1, report_init(&r)));
    OK(koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&r)));
    return dossier;
}

/* One stream, taken or refused; whether it was taken and settled. */
static int one(int changes) {
    koers_dossier *dossier = draft();
    koers_settlement *settlement = NULL;
    struct ArrowArrayStream stream;
    state *of = (state *)calloc(1, sizeof *of);
    koers_status status;
    int settled = 0;
    alive++;
    of->batches = 1;
    of->decimals = (int)below(2);
    of->views = (int)below(2);
    of->changes = changes;
    stream.get_schema = get_schema;
    stream.get_next = get_next;
    stream.get_last_error = get_last_error;
    stream.release = release_stream;
    stream.private_data = of;
    status = koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r));
    CHECK(status == KOERS_STATUS_OK || status == KOERS_STATUS_REFUSED);
    CHECK(stream.release == NULL);
    if (status == KOERS_STATUS_REFUSED) CHECK(r.error.length > 0);
    if (status == KOERS_STATUS_OK) {
        status = koers_dossier_build(dossier, report_init(&r));
        CHECK(status == KOERS_STATUS_OK || status == KOERS_STATUS_REFUSED);
        if (status == KOERS_STATUS_OK) {
            OK(koers_dossier_settle(dossier, &settlement, report_init(&r)));
            free(rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_EN));
            koers_settlement_free(settlement);
            settled = 1;
        }
    }
    koers_dossier_free(dossier);
    return settled;
}

int main(void) {
    const char *few = getenv("KOERS_FEW");
    int streams = few == NULL ? 4000 : 100;
    int at, settled = 0;
    /* As they are made they are sound. */
    for (at = 0; at < 16; at++) {
        int sound = one(0);
        CHECK(sound);
        if (!sound) fprintf(stderr, "%s\n", r.text);
    }
    for (at = 0; at < streams; at++) {
        uint64_t began = seed;
        int before = failures;
        settled += one(1 + (int)below(7));
        if (alive != 0 || failures > before) {
            failures++;
            fprintf(stderr, "stream %d, seed %llu: %d pieces of memory not released\n", at, (unsigned long long)began, alive);
            alive = 0;
        }
    }
    /* Neither all nor none of them mattered. */
    CHECK(settled > streams / 50 && settled < streams * 9 / 10);
    return done();
}

/* Cost lines from an Arrow stream and result tables as one: the same settlement as from rows, memory released when nobody
 * uses it any more, and streams that are broken by hand. */
#include "arrow_types.h"
#include "check.h"

enum { ROWS = 4, COLUMNS = 5, DAY = 19783 }; /* 2024-03-01 */

/* What is released must have been given, once. */
static int alive = 0;

static void *have(size_t bytes) {
    alive++;
    return calloc(1, bytes);
}

static void drop(const void *memory) {
    if (memory != NULL) {
        alive--;
        free((void *)(size_t)memory);
    }
}

static void *copy(const void *from, size_t bytes) {
    return memcpy(have(bytes), from, bytes);
}

static void release_schema(struct ArrowSchema *schema) {
    int64_t at;
    int64_t children = (int64_t)(size_t)schema->private_data;
    for (at = 0; at < children; at++) {
        /* A child that a test took out is gone already. */
        if (schema->children != NULL && schema->children[at] != NULL) {
            if (schema->children[at]->release != NULL) schema->children[at]->release(schema->children[at]);
            drop(schema->children[at]);
        }
    }
    if (schema->dictionary != NULL) {
        schema->dictionary->release(schema->dictionary);
        drop(schema->dictionary);
    }
    drop(schema->children);
    schema->release = NULL;
}

static void make_schema(struct ArrowSchema *schema, const char *format, const char *name, int64_t children) {
    memset(schema, 0, sizeof *schema);
    schema->format = format;
    schema->name = name;
    schema->flags = 2;
    schema->n_children = children;
    schema->private_data = (void *)(size_t)children;
    if (children > 0) schema->children = (struct ArrowSchema **)have((size_t)children * sizeof(void *));
    schema->release = release_schema;
}

/* What an array really has, for its release: a test may have changed what it says. */
typedef struct {
    int64_t n_buffers, n_children;
    const void *buffers[4];
    struct ArrowArray *children[COLUMNS];
    struct ArrowArray *dictionary;
} owned;

static void release_array(struct ArrowArray *array) {
    owned *own = (owned *)array->private_data;
    int64_t at;
    for (at = 0; at < own->n_buffers; at++) drop(own->buffers[at]);
    for (at = 0; at < own->n_children; at++) {
        if (own->children[at]->release != NULL) own->children[at]->release(own->children[at]);
        drop(own->children[at]);
    }
    if (own->dictionary != NULL) {
        if (own->dictionary->release != NULL) own->dictionary->release(own->dictionary);
        drop(own->dictionary);
    }
    drop(array->buffers);
    drop(array->children);
    drop(own);
    array->release = NULL;
}

static owned *make_array(struct ArrowArray *array, int64_t length, int64_t n_buffers, int64_t n_children) {
    owned *own = (owned *)have(sizeof *own);
    memset(array, 0, sizeof *array);
    own->n_buffers = n_buffers;
    own->n_children = n_children;
    array->length = length;
    array->n_buffers = n_buffers;
    array->n_children = n_children;
    array->buffers = (const void **)have((size_t)n_buffers * sizeof(void *));
    if (n_children > 0) array->children = (struct ArrowArray **)have((size_t)n_children * sizeof(void *));
    array->private_data = own;
    array->release = release_array;
    return own;
}

static void buffer(struct ArrowArray *array, int at, const void *from, size_t bytes) {
    owned *own = (owned *)array->private_data;
    own->buffers[at] = array->buffers[at] = copy(from, bytes);
}

static struct ArrowArray *child(struct ArrowArray *array, int at) {
    owned *own = (owned *)array->private_data;
    own->children[at] = array->children[at] = (struct ArrowArray *)have(sizeof(struct ArrowArray));
    return own->children[at];
}

static void texts(struct ArrowArray *array, int64_t length, const int32_t *offsets, const char *bytes) {
    make_array(array, length, 3, 0);
    buffer(array, 1, offsets, (size_t)(length + 1) * sizeof *offsets);
    buffer(array, 2, bytes, strlen(bytes) + 1);
}

/* The lines L1 to L4 of 2024-03-01 to 04: 100.00, 250.50, -0.50 and 40.00, the first three on iza, the last on nothing. */
static const int64_t CENTS[ROWS] = {10000, 25050, -50, 4000};

static void make_batch(struct ArrowArray *batch, int64_t from, int64_t rows) {
    static const int32_t days[ROWS] = {DAY, DAY + 1, DAY + 2, DAY + 3};
    static const int32_t ids[ROWS + 1] = {0, 2, 4, 6, 8};
    static const int8_t keys[ROWS] = {1, 1, 1, 99};
    static const int32_t names[3] = {0, 3, 6};
    static const int32_t themes[ROWS + 1] = {0, 4, 4, 9, 9};
    static const unsigned char has_grant = 0x07, has_theme = 0x05;
    struct ArrowArray *column;
    owned *own;
    make_array(batch, rows, 1, COLUMNS);
    column = child(batch, 0);
    texts(column, ROWS, ids, "L1L2L3L4");
    column = child(batch, 1);
    make_array(column, ROWS, 2, 0);
    buffer(column, 1, days, sizeof days);
    column = child(batch, 2);
    make_array(column, ROWS, 2, 0);
    buffer(column, 1, CENTS, sizeof CENTS);
    column = child(batch, 3);
    own = make_array(column, ROWS, 2, 0);
    buffer(column, 0, &has_grant, 1);
    buffer(column, 1, keys, sizeof keys);
    column->null_count = 1;
    own->dictionary = column->dictionary = (struct ArrowArray *)have(sizeof(struct ArrowArray));
    texts(column->dictionary, 2, names, "nixiza");
    column = child(batch, 4);
    texts(column, ROWS, themes, "zorgsport");
    buffer(column, 0, &has_theme, 1);
    column->null_count = -1;
    /* A part of the columns, from a row on. */
    batch->offset = from;
}

/* What is broken of a stream, and where. */
typedef void (*breaking)(struct ArrowSchema *schema, struct ArrowArray *batch);

typedef struct {
    int left;
    int split;
    int status;
    const char *error;
    breaking how;
} state;

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    static const char *const formats[COLUMNS] = {"u", "tdD", "l", "c", "u"};
    static const char *const names[COLUMNS] = {"line", "date", "amount_cents", "grant", "theme"};
    state *of = (state *)stream->private_data;
    int at;
    make_schema(out, "+s", "", COLUMNS);
    for (at = 0; at < COLUMNS; at++) {
        out->children[at] = (struct ArrowSchema *)have(sizeof(struct ArrowSchema));
        make_schema(out->children[at], formats[at], names[at], 0);
    }
    out->children[3]->dictionary = (struct ArrowSchema *)have(sizeof(struct ArrowSchema));
    make_schema(out->children[3]->dictionary, "u", NULL, 0);
    if (of->how != NULL) of->how(out, NULL);
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    state *of = (state *)stream->private_data;
    if (of->status != 0 && of->left == 1) return of->status;
    if (of->left == 0) {
        memset(out, 0, sizeof *out);
        return 0;
    }
    of->left--;
    if (of->split)
        make_batch(out, of->left == 2 ? 0 : 1, of->left == 2 ? 1 : of->left == 1 ? 0 : ROWS - 1);
    else
        make_batch(out, 0, ROWS);
    if (of->how != NULL) of->how(NULL, out);
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream) {
    return ((state *)stream->private_data)->error;
}

static void release_stream(struct ArrowArrayStream *stream) {
    drop(stream->private_data);
    stream->release = NULL;
}

static struct ArrowArrayStream stream_of(int split, breaking how) {
    struct ArrowArrayStream stream;
    state *of = (state *)have(sizeof *of);
    of->left = split ? 3 : 1;
    of->split = split;
    of->how = how;
    stream.get_schema = get_schema;
    stream.get_next = get_next;
    stream.get_last_error = get_last_error;
    stream.release = release_stream;
    stream.private_data = of;
    return stream;
}

static report r;

static koers_dossier *draft(void) {
    koers_dossier *dossier = NULL;
    koers_dossier_info info;
    koers_grant grant;
    koers_tranche tranche;
    koers_movement movement;
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
    KOERS_INIT(&movement);
    movement.grant = text_of("iza");
    movement.tranche = text_of("2024");
    movement.kind = KOERS_MOVEMENT_KIND_RECEIVED;
    movement.period = text_of("2024");
    movement.amount = 100000;
    OK(koers_dossier_new(&info, &dossier, report_init(&r)));
    OK(koers_dossier_add_grants(dossier, &grant, 1, report_init(&r)));
    OK(koers_dossier_add_tranches(dossier, &tranche, 1, report_init(&r)));
    OK(koers_dossier_add_movements(dossier, &movement, 1, report_init(&r)));
    return dossier;
}

static koers_settlement *finish(koers_dossier *dossier) {
    koers_settlement *settlement;
    OK(koers_dossier_build(dossier, report_init(&r)));
    settlement = settle(dossier);
    koers_dossier_free(dossier);
    return settlement;
}

static koers_settlement *from_rows(void) {
    static const char *const ids[ROWS] = {"L1", "L2", "L3", "L4"};
    static const char *const days[ROWS] = {"2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"};
    koers_dimension themes[2];
    koers_line lines[ROWS];
    koers_dossier *dossier = draft();
    int at;
    themes[0].name = themes[1].name = text_of("theme");
    themes[0].value = text_of("zorg");
    themes[1].value = text_of("sport");
    for (at = 0; at < ROWS; at++) {
        KOERS_INIT(&lines[at]);
        lines[at].line = text_of(ids[at]);
        lines[at].period = text_of(days[at]);
        lines[at].amount = CENTS[at];
        lines[at].grant = text_of(at < 3 ? "iza" : NULL);
        if (at == 0 || at == 2) {
            lines[at].dimensions = &themes[at / 2];
            lines[at].dimension_count = 1;
        }
    }
    OK(koers_dossier_add_lines(dossier, lines, ROWS, report_init(&r)));
    return finish(dossier);
}

static void the_same_as_rows(void) {
    koers_settlement *rows = from_rows();
    char *expected = rendered(rows, KOERS_FORMAT_JSON, KOERS_LANG_EN);
    int split;
    for (split = 0; split < 2; split++) {
        struct ArrowArrayStream stream = stream_of(split, NULL);
        koers_dossier *dossier = draft();
        koers_settlement *settlement;
        char *found;
        OK(koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
        CHECK(stream.release == NULL);
        settlement = finish(dossier);
        CHECK(alive > 0); /* The settlement uses the columns. */
        found = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_EN);
        CHECK(strcmp(found, expected) == 0);
        free(found);
        koers_settlement_free(settlement);
        CHECK(alive == 0);
    }
    free(expected);
    koers_settlement_free(rows);
}

/* Breaks a schema or a batch in one way each. */
static struct ArrowArray *of(struct ArrowArray *batch, int column) {
    return batch == NULL ? NULL : batch->children[column];
}

#define BREAK_SCHEMA(name, statement) \
    static void name(struct ArrowSchema *schema, struct ArrowArray *batch) { \
        (void)batch; \
        if (schema != NULL) { statement; } \
    }
#define BREAK_BATCH(name, statement) \
    static void name(struct ArrowSchema *schema, struct ArrowArray *batch) { \
        (void)schema; \
        if (batch != NULL) { statement; } \
    }
#define BREAK_COLUMN(name, number, statement) \
    static void name(struct ArrowSchema *schema, struct ArrowArray *batch) { \
        struct ArrowArray *column = of(batch, number); \
        (void)schema; \
        if (column != NULL) { statement; } \
    }

BREAK_SCHEMA(no_table, schema->format = "l")
BREAK_SCHEMA(no_format, schema->children[0]->format = NULL)
BREAK_SCHEMA(strange_format, schema->children[0]->format = "?!")
BREAK_SCHEMA(format_not_utf8, schema->children[0]->format = "\xff\xfe")
BREAK_SCHEMA(name_not_utf8, schema->children[0]->name = "\xff\xfe")
BREAK_SCHEMA(fewer_than_none, schema->n_children = -1)
BREAK_SCHEMA(list_of_nothing, schema->children[4]->format = "+l")
BREAK_SCHEMA(runs_of_nothing, schema->children[4]->format = "+r")
BREAK_SCHEMA(floats, schema->children[4]->format = "g")
BREAK_SCHEMA(moments, schema->children[1]->format = "tsu:")
BREAK_SCHEMA(no_amount, schema->children[2]->name = "cents")
BREAK_SCHEMA(column_twice, schema->children[4]->name = "grant")
BREAK_SCHEMA(never_null, schema->children[4]->flags = 0)

static void null_column_of_schema(struct ArrowSchema *schema, struct ArrowArray *batch) {
    (void)batch;
    if (schema != NULL) {
        schema->children[4]->release(schema->children[4]);
        drop(schema->children[4]);
        schema->children[4] = NULL;
    }
}

BREAK_BATCH(batch_below_zero, batch->length = -1)
BREAK_BATCH(batch_too_long, batch->length = (int64_t)1 << 62)
BREAK_BATCH(offset_below_zero, batch->offset = -1)
BREAK_BATCH(beyond_its_columns, batch->offset = 1)
BREAK_BATCH(too_few_columns, batch->n_children = 4)
BREAK_BATCH(no_columns, batch->n_children = 0)
BREAK_BATCH(more_nulls_than_rows, batch->null_count = ROWS + 1)
BREAK_BATCH(nulls_nowhere, batch->null_count = 1)
BREAK_BATCH(too_many_buffers, batch->n_buffers = 2)
BREAK_COLUMN(no_offsets, 0, column->buffers[1] = NULL)
BREAK_COLUMN(no_bytes, 0, column->buffers[2] = NULL)
BREAK_COLUMN(offsets_descend, 0, ((int32_t *)(size_t)column->buffers[1])[2] = 1)
BREAK_COLUMN(offsets_below_zero, 0, ((int32_t *)(size_t)column->buffers[1])[0] = -1)
BREAK_COLUMN(last_below_zero, 0, ((int32_t *)(size_t)column->buffers[1])[ROWS] = -8)
BREAK_COLUMN(id_not_utf8, 0, memset((void *)(size_t)column->buffers[2], 0xff, 8))
BREAK_COLUMN(id_with_a_bell, 0, memset((void *)(size_t)column->buffers[2], '\a', 8))
BREAK_COLUMN(no_days, 1, column->buffers[1] = NULL)
BREAK_COLUMN(too_few_days, 1, column->length = 3)
BREAK_COLUMN(days_below_zero, 1, column->length = -3)
BREAK_COLUMN(one_buffer, 1, column->n_buffers = 1)
BREAK_COLUMN(three_buffers, 2, column->n_buffers = 3)
BREAK_COLUMN(no_dictionary, 3, column->dictionary = NULL)
BREAK_COLUMN(key_beyond, 3, ((int8_t *)(size_t)column->buffers[1])[2] = 2)
BREAK_COLUMN(key_below_zero, 3, ((int8_t *)(size_t)column->buffers[1])[0] = -1)
BREAK_COLUMN(dictionary_below_zero, 3, column->dictionary->length = -2)
BREAK_COLUMN(dictionary_descends, 3, ((int32_t *)(size_t)column->dictionary->buffers[1])[1] = 7)
BREAK_COLUMN(null_amounts, 2, column->null_count = 4; column->buffers[0] = column->buffers[1]; ((char *)(size_t)column->buffers[1])[0] = 0)

static const breaking BROKEN[] = {
    no_table,         no_format,        strange_format,     format_not_utf8,       name_not_utf8,
    fewer_than_none,  list_of_nothing,  runs_of_nothing,    floats,                moments,
    no_amount,        column_twice,     null_column_of_schema, batch_below_zero,   batch_too_long,
    offset_below_zero, beyond_its_columns, too_few_columns, no_columns,            more_nulls_than_rows,
    nulls_nowhere,    too_many_buffers, no_offsets,         no_bytes,              offsets_descend,
    offsets_below_zero, last_below_zero, id_not_utf8,       id_with_a_bell,        no_days,
    too_few_days,     days_below_zero,  one_buffer,         three_buffers,         no_dictionary,
    key_beyond,       key_below_zero,   dictionary_below_zero, dictionary_descends, null_amounts,
    never_null,
};

static void broken_streams(void) {
    koers_dossier *dossier = draft();
    koers_settlement *settlement, *rows = from_rows();
    struct ArrowArrayStream stream;
    char *expected = rendered(rows, KOERS_FORMAT_JSON, KOERS_LANG_EN), *found;
    size_t at;
    for (at = 0; at < sizeof BROKEN / sizeof *BROKEN; at++) {
        koers_status status;
        stream = stream_of(0, BROKEN[at]);
        status = koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r));
        if (status != KOERS_STATUS_REFUSED) {
            failures++;
            fprintf(stderr, "broken stream %d: %s\n", (int)at, koers_status_name(status));
        }
        CHECK(r.error.length > 0);
        CHECK(stream.release == NULL);
        if (alive != 0) {
            failures++;
            fprintf(stderr, "broken stream %d: %d pieces of memory not released\n", (int)at, alive);
            alive = 0;
        }
    }

    /* The stream says itself that it can't go on; the first batch is gone then too. */
    stream = stream_of(1, NULL);
    ((state *)stream.private_data)->status = 5;
    ((state *)stream.private_data)->error = "the disk is on fire";
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
    CHECK(strstr(r.text, "the disk is on fire") != NULL && strstr(r.text, "K0011") != NULL);
    stream = stream_of(1, NULL);
    ((state *)stream.private_data)->status = 5;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
    CHECK(alive == 0);
    /* Released, and so no stream any more. */
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
    stream = stream_of(0, NULL);
    stream.get_schema = NULL;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
    stream = stream_of(0, NULL);
    stream.get_next = NULL;
    EXPECT(KOERS_STATUS_REFUSED, koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
    CHECK(stream.release == NULL && alive == 0);

    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_lines_arrow(dossier, NULL, report_init(&r)));
    stream = stream_of(0, NULL);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_dossier_add_lines_arrow(NULL, &stream, report_init(&r)));
    CHECK(stream.release != NULL);
    /* Nothing was left behind: the draft takes the lines as if nothing had been. */
    OK(koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
    OK(koers_dossier_build(dossier, report_init(&r)));
    stream = stream_of(0, NULL);
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_lines_arrow(dossier, &stream, report_init(&r)));
    CHECK(stream.release != NULL);
    stream.release(&stream);
    settlement = settle(dossier);
    found = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_EN);
    CHECK(strcmp(found, expected) == 0);
    free(found);
    free(expected);
    koers_settlement_free(rows);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    CHECK(alive == 0);
}

/* The sum of the column `amount` of a table, and how many rows it has. */
static int64_t sum_of(struct ArrowArrayStream *stream, int64_t *rows) {
    struct ArrowSchema schema;
    struct ArrowArray batch;
    int64_t sum = 0, at, amount = -1;
    CHECK(stream->get_schema(stream, &schema) == 0);
    CHECK(strcmp(schema.format, "+s") == 0);
    for (at = 0; at < schema.n_children; at++) {
        if (strcmp(schema.children[at]->name, "amount") == 0) {
            CHECK(strcmp(schema.children[at]->format, "d:18,2") == 0);
            amount = at;
        }
    }
    CHECK(amount >= 0);
    schema.release(&schema);
    *rows = 0;
    for (;;) {
        CHECK(stream->get_next(stream, &batch) == 0);
        if (batch.release == NULL) break;
        *rows += batch.length;
        for (at = 0; at < batch.length; at++)
            /* The lower half of sixteen bytes: amounts fit in it. */
            sum += ((const int64_t *)batch.children[amount]->buffers[1])[2 * (at + batch.children[amount]->offset)];
        batch.release(&batch);
    }
    return sum;
}

static void tables_as_streams(void) {
    koers_settlement *settlement = from_rows();
    struct ArrowArrayStream stream, unread;
    int64_t rows = -1;
    size_t count = 0;
    int32_t table;
    OK(koers_settlement_row_count(settlement, KOERS_TABLE_ALLOCATIONS, &count));
    OK(koers_settlement_table_arrow(settlement, KOERS_TABLE_ALLOCATIONS, KOERS_LANG_NL, &stream));
    CHECK(sum_of(&stream, &rows) == 35000);
    CHECK(rows == (int64_t)count);
    stream.release(&stream);
    CHECK(stream.release == NULL);
    for (table = KOERS_TABLE_SETTLEMENT; table <= KOERS_TABLE_ADVICE; table++) {
        OK(koers_settlement_table_arrow(settlement, table, KOERS_LANG_EN, &stream));
        stream.release(&stream);
    }
    stream.release = NULL;
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_table_arrow(settlement, 99, KOERS_LANG_NL, &stream));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_table_arrow(settlement, KOERS_TABLE_TERMS, 99, &stream));
    CHECK(stream.release == NULL);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_table_arrow(settlement, KOERS_TABLE_TERMS, KOERS_LANG_NL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_table_arrow(NULL, KOERS_TABLE_TERMS, KOERS_LANG_NL, &stream));
    /* A stream outlives its settlement. */
    OK(koers_settlement_table_arrow(settlement, KOERS_TABLE_OWN_FUNDS, KOERS_LANG_NL, &stream));
    OK(koers_settlement_table_arrow(settlement, KOERS_TABLE_ALLOCATIONS, KOERS_LANG_NL, &unread));
    koers_settlement_free(settlement);
    CHECK(sum_of(&stream, &rows) == 4000);
    CHECK(rows == 1);
    stream.release(&stream);
    unread.release(&unread);
}

int main(void) {
    the_same_as_rows();
    broken_streams();
    tables_as_streams();
    return done();
}

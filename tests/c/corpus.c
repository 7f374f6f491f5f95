/* Runs the cases of tests/corpus and compares the outcome byte by byte: expected.json, and for refused cases
 * expected.txt. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>

#include "check.h"

#define CHANGES 16

/* What case.toml says: another folder for the dossier, and lines to book elsewhere. */
typedef struct {
    char folder[1024];
    char *text;
    koers_rebooking changes[CHANGES];
    size_t count;
} corpus_case;

/* The whole file, with a NUL behind it, for the caller to free; NULL when it isn't there. */
static char *whole(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0;
    size_t got;
    *length = 0;
    if (file == NULL)
        return NULL;
    do {
        room = room * 2 + 4096;
        text = (char *)realloc(text, room);
        got = fread(text + *length, 1, room - *length - 1, file);
        *length += got;
    } while (*length == room - 1);
    text[*length] = '\0';
    fclose(file);
    return text;
}

/* A text between quotes at `*at`, or a bare key; moves `*at` past it. */
static koers_text word(char **at) {
    koers_text out = KOERS_TEXT("");
    char *start;
    while (**at == ' ' || **at == '=')
        (*at)++;
    if (**at == '"') {
        start = ++(*at);
        *at += strcspn(*at, "\"\n");
        out.length = (size_t)(*at - start);
        *at += **at == '"';
    } else {
        start = *at;
        *at += strcspn(*at, " =\n");
        out.length = (size_t)(*at - start);
    }
    out.data = start;
    return out;
}

static void read_case(const char *folder, corpus_case *c) {
    char path[1200];
    char *line;
    size_t length = 0;
    int rebook = 0;
    memset(c, 0, sizeof *c);
    snprintf(c->folder, sizeof c->folder, "%s", folder);
    snprintf(path, sizeof path, "%s/case.toml", folder);
    c->text = whole(path, &length);
    for (line = c->text; line != NULL && *line != '\0'; line += *line == '\n') {
        if (*line == '[') {
            rebook = strncmp(line, "[rebook]", 8) == 0;
            CHECK(rebook);
        } else if (*line != '#' && *line != '\n' && *line != '\r') {
            koers_text key = word(&line);
            koers_text value = word(&line);
            if (rebook && c->count < CHANGES) {
                KOERS_INIT(&c->changes[c->count]);
                c->changes[c->count].line = key;
                c->changes[c->count++].booking = value;
            } else if (!rebook && text_is(key, "dossier")) {
                snprintf(c->folder, sizeof c->folder, "%.*s", (int)value.length, value.data);
            } else {
                CHECK(!"a key that this program doesn't know");
            }
        }
        line += strcspn(line, "\n");
    }
}

/* Loads, rebooks and settles; what comes out is the settlement as JSON, or why it was refused. */
static koers_status run(const corpus_case *c, koers_error *error, char **json) {
    koers_dossier *dossier = NULL;
    koers_dossier *rebooked = NULL;
    koers_settlement *settlement = NULL;
    koers_status status = koers_dossier_load(c->folder, strlen(c->folder), &dossier, error);
    if (status == KOERS_STATUS_OK && c->count > 0)
        status = koers_dossier_rebook(dossier, c->changes, c->count, &rebooked, error);
    if (status == KOERS_STATUS_OK)
        status = koers_dossier_settle(rebooked != NULL ? rebooked : dossier, &settlement, error);
    if (status == KOERS_STATUS_OK)
        *json = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_NL);
    koers_settlement_free(settlement);
    koers_dossier_free(rebooked);
    koers_dossier_free(dossier);
    return status;
}

/* The outcome as text, for the caller to free. */
static char *outcome(const corpus_case *c, int32_t format, koers_status *status) {
    koers_error error;
    char *json = NULL;
    char *text = NULL;
    KOERS_INIT(&error);
    error.format = format;
    do {
        error.capacity = error.length + 4096;
        text = (char *)realloc(text, error.capacity);
        error.data = text;
        *status = run(c, &error, &json);
    } while (error.length >= error.capacity);
    if (json == NULL)
        return text;
    free(text);
    return json;
}

static void compare(const char *folder, const char *file, const char *got) {
    char path[1200];
    size_t length = 0;
    char *expected;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    expected = whole(path, &length);
    if (expected == NULL) {
        failures++;
        fprintf(stderr, "%s is missing\n", path);
    } else if (strlen(got) != length || memcmp(got, expected, length) != 0) {
        /* From the start of the first line that differs. */
        const char *here = got;
        const char *there = expected;
        for (; strcspn(here, "\n") == strcspn(there, "\n") && *here != '\0'; here += strcspn(here, "\n") + 1) {
            if (strncmp(here, there, strcspn(here, "\n") + 1) != 0)
                break;
            there += strcspn(there, "\n") + 1;
        }
        failures++;
        fprintf(stderr, "%s differs:\n  expected: %.*s\n  koers:    %.*s\n", path, (int)strcspn(there, "\n"), there,
                (int)strcspn(here, "\n"), here);
    }
    free(expected);
}

static void run_case(const char *folder, koers_status expected) {
    corpus_case c;
    koers_status status = KOERS_STATUS_OK;
    char *got;
    read_case(folder, &c);
    got = outcome(&c, KOERS_FORMAT_JSON, &status);
    if (status != expected) {
        failures++;
        fprintf(stderr, "%s: %s\n", folder, koers_status_name(status));
    }
    compare(folder, "expected.json", got);
    free(got);
    if (expected == KOERS_STATUS_REFUSED) {
        got = outcome(&c, KOERS_FORMAT_TEXT, &status);
        compare(folder, "expected.txt", got);
        free(got);
    }
    free(c.text);
}

static void run_all(const char *folder, koers_status expected) {
    DIR *directory = opendir(folder);
    struct dirent *entry;
    int count = 0;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        char path[1024];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        run_case(path, expected);
        count++;
    }
    if (directory != NULL)
        closedir(directory);
    printf("%s: %d cases\n", folder, count);
    CHECK(count > 0);
}

int main(void) {
    run_all("tests/corpus/good", KOERS_STATUS_OK);
    run_all("tests/corpus/bad", KOERS_STATUS_REFUSED);
    return done();
}

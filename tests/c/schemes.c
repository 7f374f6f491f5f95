/* Schemes: the catalogue, a scheme of one's own, descriptions as in tests/corpus/describe, checks as in
 * tests/corpus/schemes, and what codes mean. */
#define _POSIX_C_SOURCE 200809L
#include "corpus.h"

/* A text of the library, for the caller to free. `call` has `data, capacity, &length` as arguments. */
#define WRITTEN(text, call)                                   \
    do {                                                      \
        size_t capacity = 0;                                  \
        size_t length = 0;                                    \
        char *data = NULL;                                    \
        EXPECT(KOERS_STATUS_TOO_SMALL, call);                 \
        capacity = length + 1;                                \
        data = (char *)malloc(capacity);                      \
        OK(call);                                             \
        CHECK(strlen(data) == length);                        \
        (text) = data;                                        \
    } while (0)

static koers_schemes *catalogue(void) {
    koers_schemes *schemes = NULL;
    report r;
    OK(koers_schemes_new(&schemes, report_init(&r)));
    return schemes;
}

static const koers_scheme_row *row_of(const koers_scheme_row *rows, size_t count, const char *id) {
    size_t i;
    for (i = 0; i < count; i++)
        if (text_is(rows[i].id, id))
            return &rows[i];
    return NULL;
}

static void listing(void) {
    koers_schemes *schemes = catalogue();
    koers_scheme_row rows[64];
    const koers_scheme_row *row;
    size_t count = 0;
    size_t listed = 0;
    size_t i;
    char *text;
    OK(koers_schemes_row_count(schemes, &count));
    CHECK(count >= 4 && count < 64);
    OK(koers_schemes_rows(schemes, KOERS_LANG_NL, rows, sizeof rows[0], 64, &listed));
    CHECK(listed == count);
    for (i = 0; i < count; i++) {
        CHECK(rows[i].id.length > 0 && rows[i].title.length > 0 && rows[i].funder.length > 0);
        CHECK(rows[i].since > 19000101 && rows[i].versions > 0 && (rows[i].draft == 0 || rows[i].draft == 1));
        CHECK(i == 0 || strncmp(rows[i - 1].id.data, rows[i].id.data, rows[i].id.length) < 0);
    }
    row = row_of(rows, count, "provincie-overijssel");
    CHECK(row != NULL && row->draft == 1);
    row = row_of(rows, count, "spuk-iza");
    CHECK(row != NULL && row->draft == 0 && text_is(row->funder_group, "rijk"));
    WRITTEN(text, koers_schemes_render(schemes, KOERS_FORMAT_JSON, KOERS_LANG_EN, data, capacity, &length));
    CHECK(strstr(text, "{\"id\":\"spuk-iza\",\"title\":\"") != NULL);
    free(text);
    koers_schemes_free(schemes);
}

/* A scheme in place of one of the catalogue: texts of before stay. */
static void replacing(void) {
    koers_schemes *schemes = catalogue();
    koers_scheme_row before[64];
    koers_scheme_row after[64];
    const koers_scheme_row *old;
    const koers_scheme_row *own;
    size_t count = 0;
    char *toml;
    char *title;
    report r;
    OK(koers_schemes_rows(schemes, KOERS_LANG_NL, before, sizeof before[0], 64, &count));
    old = row_of(before, count, "spuk-iza");
    WRITTEN(toml, koers_schemes_toml(schemes, "spuk-iza", 8, data, capacity, &length, NULL));
    title = strstr(toml, "title = \"");
    CHECK(old != NULL && title != NULL);
    memcpy(title + 9, "Own", 3);
    OK(koers_schemes_add(schemes, "own.toml", 8, toml, strlen(toml), report_init(&r)));
    OK(koers_schemes_rows(schemes, KOERS_LANG_NL, after, sizeof after[0], 64, &count));
    own = row_of(after, count, "spuk-iza");
    CHECK(own != NULL && own->title.length == old->title.length && memcmp(own->title.data, "Own", 3) == 0);
    CHECK(memcmp(old->title.data, "Own", 3) != 0);
    free(toml);

    EXPECT(KOERS_STATUS_REFUSED, koers_schemes_add(schemes, "own.toml", 8, "format = 2", 10, report_init(&r)));
    CHECK(strstr(r.text, "own.toml:1") != NULL && strstr(r.text, "K0117") != NULL);
    koers_schemes_free(schemes);
}

static void compare_file(const char *folder, const char *name, const char *got) {
    char path[1200];
    size_t length = 0;
    char *expected;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    expected = whole(path, &length);
    CHECK(expected != NULL);
    if (expected != NULL)
        compare(path, expected, got);
    free(expected);
}

static void describe_case(const char *folder) {
    static const struct {
        const char *name;
        int32_t lang;
        int32_t format;
    } texts[] = {
        {"nl.txt", KOERS_LANG_NL, KOERS_FORMAT_TEXT},      {"en.txt", KOERS_LANG_EN, KOERS_FORMAT_TEXT},
        {"nl.md", KOERS_LANG_NL, KOERS_FORMAT_MARKDOWN},   {"nl.html", KOERS_LANG_NL, KOERS_FORMAT_HTML},
        {"scheme.json", KOERS_LANG_NL, KOERS_FORMAT_JSON}, {"rules.csv", KOERS_LANG_EN, KOERS_FORMAT_CSV},
    };
    koers_schemes *schemes = catalogue();
    koers_text id;
    char path[1200];
    size_t size = 0;
    size_t i;
    char *file;
    char *start;
    report r;
    snprintf(path, sizeof path, "%s/scheme.toml", folder);
    file = whole(path, &size);
    start = strstr(file, "\nid = \"");
    CHECK(start != NULL);
    id.data = start + 7;
    id.length = strcspn(id.data, "\"");
    OK(koers_schemes_add(schemes, "scheme.toml", 11, file, size, report_init(&r)));
    for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *text;
        WRITTEN(text, koers_schemes_describe(schemes, id.data, id.length, texts[i].format, texts[i].lang, data,
                                             capacity, &length, NULL));
        compare_file(folder, texts[i].name, text);
        free(text);
    }
    free(file);
    koers_schemes_free(schemes);
}

static void check_case(const char *folder) {
    koers_checked *checked = NULL;
    koers_checked *same = NULL;
    koers_check_counts counts;
    koers_check_counts again;
    koers_finding_row *rows;
    char path[1200];
    char *file;
    char *text;
    char *all;
    size_t size = 0;
    size_t count = 0;
    size_t i;
    snprintf(path, sizeof path, "%s/scheme.toml", folder);
    file = whole(path, &size);
    OK(koers_check_scheme("scheme.toml", 11, file, size, &checked, NULL));
    free(file);
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    WRITTEN(text, koers_checked_render(checked, KOERS_FORMAT_TEXT, KOERS_LANG_NL, data, capacity, &length));
    all = (char *)malloc(strlen(text) + 100);
    sprintf(all, "%d examples, %d failed\n\n%s", (int)counts.examples, (int)counts.failed, text);
    compare_file(folder, "expected.txt", all);
    free(all);
    free(text);

    count = counts.errors + counts.warnings + counts.notices;
    rows = (koers_finding_row *)calloc(count + 1, sizeof *rows);
    OK(koers_checked_findings(checked, KOERS_LANG_EN, rows, sizeof *rows, count, &count));
    CHECK(count == counts.errors + counts.warnings + counts.notices);
    for (i = 0; i < count; i++) {
        counts.errors -= text_is(rows[i].severity, "error");
        counts.warnings -= text_is(rows[i].severity, "warning");
        counts.notices -= text_is(rows[i].severity, "notice");
        CHECK(rows[i].source.length > 12 && memcmp(rows[i].source.data, "scheme.toml:", 12) == 0);
    }
    CHECK(counts.errors == 0 && counts.warnings == 0 && counts.notices == 0);
    free(rows);

    OK(koers_check_path(path, strlen(path), &same, NULL));
    OK(koers_checked_counts(same, &again, sizeof again));
    CHECK(again.errors + again.warnings + again.notices == count && again.examples == counts.examples);
    koers_checked_free(same);
    koers_checked_free(checked);
}

static void check_other(void) {
    koers_checked *checked = NULL;
    koers_check_counts counts;
    char *json;
    OK(koers_check_path(TWENTSE_KOERS, strlen(TWENTSE_KOERS), &checked, NULL));
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    CHECK(counts.errors == 0 && counts.examples == 0);
    WRITTEN(json, koers_checked_render(checked, KOERS_FORMAT_JSON, KOERS_LANG_NL, data, capacity, &length));
    /* Its declared figures are checked with it: what differs, and the grant that the letter leaves out. */
    CHECK(strstr(json, "{\"code\":\"K0708\"") != NULL && strstr(json, "{\"code\":\"K0714\"") != NULL);
    free(json);
    koers_checked_free(checked);
    OK(koers_check_path("no such folder", 14, &checked, NULL));
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    CHECK(counts.errors == 1);
    WRITTEN(json, koers_checked_render(checked, KOERS_FORMAT_JSON, KOERS_LANG_EN, data, capacity, &length));
    CHECK(strstr(json, "{\"findings\":[\n{\"code\":\"K0009\"") == json);
    free(json);
    WRITTEN(json, koers_checked_render(checked, KOERS_FORMAT_CSV, KOERS_LANG_NL, data, capacity, &length));
    CHECK(strncmp(json, "code,", 5) == 0);
    free(json);
    koers_checked_free(checked);
    /* Bytes of any kind. */
    OK(koers_check_scheme("a", 1, "\xff\0", 2, &checked, NULL));
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    CHECK(counts.errors == 1 && counts.failed == 0);
    koers_checked_free(checked);
    OK(koers_check_scheme("a", 1, "", 0, &checked, NULL));
    OK(koers_checked_counts(checked, &counts, sizeof counts));
    CHECK(counts.errors > 1);
    koers_checked_free(checked);
}

static void codes(void) {
    char *dutch;
    char *english;
    char *schema;
    char *dossier;
    char *method;
    WRITTEN(dutch, koers_code_explain("K0405", 5, KOERS_LANG_NL, data, capacity, &length));
    WRITTEN(english, koers_code_explain("K0405", 5, KOERS_LANG_EN, data, capacity, &length));
    WRITTEN(schema, koers_json_schema("scheme", 6, data, capacity, &length));
    CHECK(strstr(schema, "not_modelled") != NULL);
    free(schema);
    WRITTEN(dossier, koers_json_schema("dossier", 7, data, capacity, &length));
    CHECK(strstr(dossier, "eligible_for") != NULL);
    free(dossier);
    WRITTEN(method, koers_json_schema("method", 6, data, capacity, &length));
    CHECK(strstr(method, "redistribute") != NULL);
    free(method);
    CHECK(strncmp(dutch, "K0405 ", 6) == 0 && strncmp(english, "K0405 ", 6) == 0 && strcmp(dutch, english) != 0);
    free(dutch);
    free(english);
}

static void wrong_arguments(void) {
    koers_schemes *schemes = catalogue();
    koers_schemes *none = NULL;
    koers_checked *checked = NULL;
    koers_checked *no = NULL;
    koers_check_counts counts;
    koers_scheme_row rows[1];
    koers_finding_row findings[1];
    char text[8] = "as was";
    size_t count = 7;
    report r;
    OK(koers_check_scheme("a", 1, "x", 1, &checked, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_new(NULL, report_init(&r)));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_add(NULL, "a", 1, "b", 1, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_add(schemes, NULL, 1, "b", 1, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_schemes_add(schemes, "a", 1, "b", 0, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_row_count(NULL, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_row_count(schemes, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_rows(schemes, 0, NULL, sizeof rows[0], 1, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_schemes_rows(schemes, 2, rows, sizeof rows[0], 1, &count));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_schemes_rows(schemes, 0, rows, 8, 1, &count));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_schemes_rows(schemes, 0, rows, sizeof rows[0], 1, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_schemes_render(schemes, 5, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_render(NULL, 0, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_REFUSED, koers_schemes_describe(schemes, "iza", 3, 0, 0, NULL, 0, &count, report_init(&r)));
    CHECK(strstr(r.text, "K0204") != NULL && strstr(r.text, "spuk-iza") != NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_schemes_toml(schemes, "iza", 3, NULL, 0, &count, NULL));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_schemes_describe(schemes, "spuk-iza", 8, 0, 7, NULL, 0, &count, NULL));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_schemes_describe(schemes, "spuk-iza", 8, -1, 0, NULL, 0, &count, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_describe(schemes, NULL, 0, 0, 0, NULL, 0, &count, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_schemes_describe(schemes, "\xff", 1, 0, 0, NULL, 0, &count, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_schemes_toml(schemes, "spuk-iza", 8, NULL, 0, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_check_scheme(NULL, 0, "x", 1, &no, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_check_scheme("a", 1, NULL, 1, &no, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_check_scheme("a", 1, NULL, 0, &no, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_check_scheme("a", 1, "x", 1, NULL, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_check_scheme("a", 1, "x", SIZE_MAX, &no, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_check_scheme("\xff", 1, "x", 1, &no, NULL));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_check_path("a", 0, &no, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_check_path(NULL, 0, &no, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_checked_counts(NULL, &counts, sizeof counts));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_checked_counts(checked, NULL, sizeof counts));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_checked_counts(checked, &counts, 8));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_checked_findings(checked, 9, findings, sizeof findings[0], 1, &count));
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_checked_findings(checked, 0, findings, sizeof findings[0], 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_checked_findings(NULL, 0, findings, sizeof findings[0], 1, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_checked_render(checked, 5, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_checked_render(NULL, 0, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_code_explain("K9999", 5, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_code_explain("K0405", 5, 2, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_code_explain(NULL, 0, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_code_explain("K", 0, 0, NULL, 0, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_json_schema("budget", 6, NULL, 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_json_schema(NULL, 0, NULL, 0, &count));
    CHECK(count == 7 && none == NULL && no == NULL);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_code_explain("K0405", 5, 0, text, sizeof text, &count));
    CHECK(count > 7 && strcmp(text, "as was") == 0);
    koers_schemes_free(NULL);
    koers_checked_free(NULL);
    koers_checked_free(checked);
    koers_schemes_free(schemes);
}

int main(void) {
    listing();
    replacing();
    run_all("tests/corpus/describe", describe_case);
    run_all("tests/corpus/schemes", check_case);
    check_other();
    codes();
    wrong_arguments();
    return done();
}

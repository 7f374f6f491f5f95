/* Explanations through C: the questions of tests/corpus/explain, and what is refused. */
#include "corpus.h"

/* The value of a key in a question; NULL when it isn't there. For the caller to free. */
static char *value_of(const char *question, const char *key) {
    const char *line = question;
    size_t length = strlen(key);
    while (*line != '\0') {
        size_t end = strcspn(line, "\n");
        if (strncmp(line, key, length) == 0 && strncmp(line + length, ": ", 2) == 0) {
            char *value = (char *)malloc(end - length - 1);
            memcpy(value, line + length + 2, end - length - 2);
            value[end - length - 2] = '\0';
            return value;
        }
        line += end + (line[end] == '\n');
    }
    return NULL;
}

static void answer(const char *folder, const char *name, const koers_explanation *explanation, int32_t format, int32_t lang) {
    char path[1200];
    size_t length = 0;
    size_t ignored = 0;
    char *expected;
    char *shown;
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_explanation_render(explanation, format, lang, NULL, 0, &length));
    shown = (char *)malloc(length + 1);
    OK(koers_explanation_render(explanation, format, lang, shown, length + 1, &length));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    expected = whole(path, &ignored);
    CHECK(expected != NULL);
    compare(path, expected, shown);
    free(expected);
    free(shown);
}

static void asked(const char *folder) {
    char path[1200];
    size_t ignored = 0;
    char *question;
    char *named;
    char *subject;
    char *year;
    char *grant;
    char *why_not;
    koers_dossier *dossier;
    koers_settlement *settlement;
    koers_explanation *explanation = NULL;
    int32_t of_year;
    report r;
    snprintf(path, sizeof path, "%s/question.txt", folder);
    question = whole(path, &ignored);
    CHECK(question != NULL);
    named = value_of(question, "dossier");
    subject = value_of(question, "subject");
    year = value_of(question, "year");
    grant = value_of(question, "assume_eligible");
    why_not = value_of(question, "why_not");
    dossier = load(named);
    if (grant != NULL) {
        koers_assumption assumption;
        koers_dossier *wider = NULL;
        KOERS_INIT(&assumption);
        assumption.grant = text_of(grant);
        OK(koers_dossier_assume_eligible(dossier, &assumption, &wider, NULL));
        koers_dossier_free(dossier);
        dossier = wider;
    }
    settlement = settle(dossier);
    of_year = year == NULL ? 0 : (int32_t)atoi(year);
    if (why_not != NULL)
        OK(koers_settlement_why_not(settlement, subject, strlen(subject), of_year, &explanation, report_init(&r)));
    else
        OK(koers_settlement_explain(settlement, subject, strlen(subject), of_year, &explanation, report_init(&r)));
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    /* It needs neither any more. */
    answer(folder, "nl.json", explanation, KOERS_FORMAT_JSON, KOERS_LANG_NL);
    answer(folder, "nl.txt", explanation, KOERS_FORMAT_TEXT, KOERS_LANG_NL);
    answer(folder, "en.txt", explanation, KOERS_FORMAT_TEXT, KOERS_LANG_EN);
    answer(folder, "nl.html", explanation, KOERS_FORMAT_HTML, KOERS_LANG_NL);
    koers_explanation_free(explanation);
    free(question);
    free(named);
    free(subject);
    free(year);
    free(grant);
    free(why_not);
}

static void refused(void) {
    koers_dossier *dossier = load("examples/twentse-koers-2024");
    koers_settlement *settlement = settle(dossier);
    koers_explanation *explanation = NULL;
    size_t length = 0;
    report r;
    EXPECT(KOERS_STATUS_UNKNOWN_SUBJECT,
           koers_settlement_explain(settlement, "izza", 4, 0, &explanation, report_init(&r)));
    CHECK(strstr(r.text, "grants clientondersteuning, gala15, iza") != NULL);
    EXPECT(KOERS_STATUS_UNKNOWN_SUBJECT, koers_settlement_explain(settlement, "iza", 3, 2023, &explanation, NULL));
    EXPECT(KOERS_STATUS_UNKNOWN_SUBJECT, koers_settlement_explain(settlement, "iza", 3, INT32_MAX, &explanation, NULL));
    EXPECT(KOERS_STATUS_UNKNOWN_SUBJECT,
           koers_settlement_why_not(settlement, "carry_over", 10, 0, &explanation, report_init(&r)));
    EXPECT(KOERS_STATUS_WRONG_LENGTH, koers_settlement_explain(settlement, "", 0, 0, &explanation, NULL));
    EXPECT(KOERS_STATUS_INVALID_UTF8, koers_settlement_explain(settlement, "\xff", 1, 0, &explanation, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_explain(NULL, "iza", 3, 0, &explanation, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_explain(settlement, "iza", 3, 0, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_why_not(NULL, "iza", 3, 0, &explanation, NULL));
    CHECK(explanation == NULL);
    OK(koers_settlement_explain(settlement, "refund", 6, 2024, &explanation, NULL));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_explanation_render(explanation, 99, KOERS_LANG_NL, NULL, 0, &length));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_explanation_render(explanation, KOERS_FORMAT_TEXT, 99, NULL, 0, &length));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_explanation_render(NULL, KOERS_FORMAT_TEXT, KOERS_LANG_NL, NULL, 0, &length));
    koers_explanation_free(explanation);
    koers_explanation_free(NULL);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
}

int main(void) {
    run_all("tests/corpus/explain", asked);
    refused();
    return done();
}

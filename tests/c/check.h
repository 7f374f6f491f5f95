/* What the C tests share: checks that count, and texts. */
#ifndef KOERS_CHECK_H
#define KOERS_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "koers.h"

#define TWENTSE_KOERS "examples/twentse-koers-2024"

static int failures = 0;

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            failures++;                                                         \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                       \
    } while (0)

/* A call must come to this status. */
#define EXPECT(status, call)                                                          \
    do {                                                                              \
        koers_status got = (call);                                                    \
        if (got != (status)) {                                                        \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: %s instead of %s\n", __FILE__, __LINE__, koers_status_name(got), #status); \
        }                                                                             \
    } while (0)

#define OK(call) EXPECT(KOERS_STATUS_OK, call)

/* An error struct with a buffer. */
typedef struct {
    koers_error error;
    char text[1 << 16];
} report;

static inline koers_error *report_init(report *r) {
    KOERS_INIT(&r->error);
    r->error.data = r->text;
    r->error.capacity = sizeof r->text;
    r->text[0] = '\0';
    return &r->error;
}

static inline koers_text text_of(const char *text) {
    koers_text out;
    out.data = text;
    out.length = text == NULL ? 0 : strlen(text);
    return out;
}

static inline int text_is(koers_text text, const char *expected) {
    return text.length == strlen(expected) && memcmp(text.data, expected, text.length) == 0;
}

static inline koers_dossier *load(const char *path) {
    koers_dossier *dossier = NULL;
    report r;
    if (koers_dossier_load(path, strlen(path), &dossier, report_init(&r)) != KOERS_STATUS_OK) {
        failures++;
        fprintf(stderr, "%s\n", r.text);
    }
    return dossier;
}

static inline koers_settlement *settle(const koers_dossier *dossier) {
    koers_settlement *settlement = NULL;
    report r;
    if (koers_dossier_settle(dossier, &settlement, report_init(&r)) != KOERS_STATUS_OK) {
        failures++;
        fprintf(stderr, "%s\n", r.text);
    }
    return settlement;
}

static inline int64_t total(const koers_settlement *settlement, int32_t measure) {
    int64_t cents = -1;
    OK(koers_settlement_total(settlement, measure, &cents));
    return cents;
}

/* The settlement written out, in memory that the caller frees. */
static inline char *rendered(const koers_settlement *settlement, int32_t format, int32_t lang) {
    size_t length = 0;
    char *text;
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_render(settlement, format, lang, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_settlement_render(settlement, format, lang, text, length + 1, &length));
    return text;
}

static inline int done(void) {
    if (failures > 0)
        fprintf(stderr, "%d checks failed\n", failures);
    return failures > 0;
}

#endif

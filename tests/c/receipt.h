/* The receipt of a settlement, compared with that of the corpus by its hash without the version of the library. */
#ifndef KOERS_TESTS_RECEIPT_H
#define KOERS_TESTS_RECEIPT_H

#include "corpus.h"
#include "sha256.h"

/* The receipt, for the caller to free. */
static inline char *receipt_of(const koers_settlement *settlement, size_t *length) {
    char *text;
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_settlement_receipt(settlement, NULL, 0, length));
    text = (char *)calloc(*length + 1, 1);
    OK(koers_settlement_receipt(settlement, text, *length + 1, length));
    return text;
}

static inline void compare_receipt(const char *folder, const koers_settlement *settlement) {
    char path[1200];
    char digits[66];
    size_t length = 0, ignored = 0;
    char *text = receipt_of(settlement, &length);
    char *expected;
    char *version = strchr(text, '\n');
    char *rest = version == NULL ? NULL : strchr(version + 1, '\n');
    CHECK(rest != NULL && strncmp(version + 1, "\"engine\":\"", 10) == 0);
    if (rest != NULL) {
        memmove(version + 1, rest + 1, strlen(rest + 1) + 1);
        sha256(text, strlen(text), digits);
        strcat(digits, "\n");
        snprintf(path, sizeof path, "%s/receipt.sha256", folder);
        expected = whole(path, &ignored);
        CHECK(expected != NULL);
        compare(path, expected == NULL ? "" : expected, digits);
        free(expected);
    }
    free(text);
}

#endif

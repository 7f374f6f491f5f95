/* The example on the first page of koers.h, as it stands there. */
#include "check.h"

static int64_t refund_of(const char *path) {
    char text[4096];
    koers_error error;
    koers_dossier *dossier = NULL;
    koers_settlement *settlement = NULL;
    int64_t refund = 0;
    KOERS_INIT(&error);
    error.data = text;
    error.capacity = sizeof text;
    if (koers_dossier_load(path, strlen(path), &dossier, &error) == KOERS_STATUS_OK &&
        koers_dossier_settle(dossier, &settlement, &error) == KOERS_STATUS_OK &&
        koers_settlement_total(settlement, KOERS_MEASURE_REFUND, &refund) == KOERS_STATUS_OK)
        printf("to pay back: %lld cents\n", (long long)refund);
    else
        fputs(text, stderr);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return refund;
}

int main(void) {
    CHECK(refund_of(TWENTSE_KOERS) == 96522500);
    CHECK(refund_of("no such folder") == 0);
    return done();
}

/* One const dossier, settlement, breakdown, set of schemes and check, each used by several threads at once. */
#include <pthread.h>

#include "check.h"

#define THREADS 4
#define ROUNDS 3

typedef struct {
    const koers_dossier *dossier;
    const koers_settlement *settlement;
    const koers_by *by;
    const koers_schemes *schemes;
    const koers_checked *checked;
    const char *expected;
    int wrong;
} job;

static void *work(void *argument) {
    job *my = (job *)argument;
    int round;
    for (round = 0; round < ROUNDS; round++) {
        koers_settlement *own = NULL;
        koers_by_row rows[16];
        koers_scheme_row schemes[64];
        koers_finding_row findings[16];
        char text[1 << 15];
        size_t length = 0;
        size_t count = 0;
        int64_t refund = 0;
        my->wrong += koers_dossier_settle(my->dossier, &own, NULL) != KOERS_STATUS_OK;
        my->wrong += koers_settlement_render(own, KOERS_FORMAT_JSON, 0, text, sizeof text, &length) != KOERS_STATUS_OK;
        my->wrong += strcmp(text, my->expected) != 0;
        koers_settlement_free(own);
        /* The tables of a shared settlement are made by whoever asks first. */
        my->wrong += koers_settlement_row_count(my->settlement, KOERS_TABLE_ALLOCATIONS, &count) != KOERS_STATUS_OK;
        my->wrong += koers_settlement_total(my->settlement, KOERS_MEASURE_REFUND, &refund) != KOERS_STATUS_OK;
        my->wrong += refund != 96522500;
        my->wrong += koers_settlement_row_count(my->settlement, KOERS_TABLE_TERMS, &count) != KOERS_STATUS_OK;
        my->wrong += koers_by_rows(my->by, rows, sizeof rows[0], 16, &count) != KOERS_STATUS_OK;
        my->wrong += koers_schemes_rows(my->schemes, 0, schemes, sizeof schemes[0], 64, &count) != KOERS_STATUS_OK;
        my->wrong += koers_checked_findings(my->checked, KOERS_LANG_EN, findings, sizeof findings[0], 16, &count) !=
                     KOERS_STATUS_OK;
    }
    return NULL;
}

int main(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    koers_by *by = NULL;
    koers_schemes *schemes = NULL;
    koers_checked *checked = NULL;
    char *expected = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_NL);
    pthread_t threads[THREADS];
    job jobs[THREADS];
    int i;
    koers_settlement_free(settlement);
    settlement = settle(dossier);
    OK(koers_settlement_by(settlement, NULL, 0, &by, NULL));
    OK(koers_schemes_new(&schemes, NULL));
    OK(koers_check_scheme("a.toml", 6, "a = 1", 5, &checked, NULL));
    for (i = 0; i < THREADS; i++) {
        jobs[i].dossier = dossier;
        jobs[i].settlement = settlement;
        jobs[i].by = by;
        jobs[i].schemes = schemes;
        jobs[i].checked = checked;
        jobs[i].expected = expected;
        jobs[i].wrong = 0;
        CHECK(pthread_create(&threads[i], NULL, work, &jobs[i]) == 0);
    }
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(jobs[i].wrong == 0);
    }
    free(expected);
    koers_by_free(by);
    koers_schemes_free(schemes);
    koers_checked_free(checked);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return done();
}

/* A fault in the library stops at the border. Linked with the feature panic-for-tests. */
#include "check.h"

#ifdef __cplusplus
extern "C" {
#endif
koers_status koers_panic_for_tests(koers_dossier *dossier, koers_error *error);
koers_status koers_panic_for_tests_plain(void);
#ifdef __cplusplus
}
#endif

int main(void) {
    koers_dossier *dossier = NULL;
    koers_settlement *settlement = NULL;
    koers_dossier_info info;
    report r;

    EXPECT(KOERS_STATUS_PANIC, koers_panic_for_tests(NULL, report_init(&r)));
    CHECK(strstr(r.text, "fout[K9001]") == r.text);
    report_init(&r);
    r.error.lang = KOERS_LANG_EN;
    r.error.format = KOERS_FORMAT_JSON;
    EXPECT(KOERS_STATUS_PANIC, koers_panic_for_tests(NULL, &r.error));
    CHECK(strstr(r.text, "{\"findings\":[\n{\"code\":\"K9001\"") == r.text);
    EXPECT(KOERS_STATUS_PANIC, koers_panic_for_tests(NULL, NULL));
    EXPECT(KOERS_STATUS_PANIC, koers_panic_for_tests_plain());

    /* A dossier that was being changed can only be freed. */
    KOERS_INIT(&info);
    info.id = text_of("draft");
    info.holder = text_of("SamenTwente");
    info.first_year = 2024;
    OK(koers_dossier_new(&info, &dossier, NULL));
    EXPECT(KOERS_STATUS_PANIC, koers_panic_for_tests(dossier, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_build(dossier, report_init(&r)));
    CHECK(strstr(r.text, "fault") != NULL);
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_add_grants(dossier, NULL, 0, NULL));
    EXPECT(KOERS_STATUS_WRONG_ORDER, koers_dossier_settle(dossier, &settlement, NULL));
    CHECK(settlement == NULL);
    koers_dossier_free(dossier);

    /* Everything else goes on. */
    dossier = load(TWENTSE_KOERS);
    settlement = settle(dossier);
    CHECK(total(settlement, KOERS_MEASURE_REFUND) == 96522500);
    koers_settlement_free(settlement);
    koers_dossier_free(dossier);
    return done();
}

/* Runs that are broken off at any call: inside shares and other limits, deadlines, forecasts, and years planned as one. */
#include "check.h"

typedef struct {
    int calls;
    int stop_at; /* 0 for never */
} watcher;

static int32_t watched(void *user, const koers_progress *progress) {
    watcher *w = (watcher *)user;
    CHECK(progress->done <= progress->total);
    w->calls++;
    return w->calls == w->stop_at;
}

/* What is run: with a watcher, whether it came to an end; gives what came out as text. */
typedef koers_status (*runs)(const void *of, const char *how, watcher *w, char **text);

static koers_status settles(const void *of, const char *how, watcher *w, char **text) {
    koers_method *method = NULL;
    koers_settle_options options;
    koers_settlement *settlement = NULL;
    koers_status status;
    OK(koers_method_parse(how, strlen(how), &method, NULL));
    KOERS_INIT(&options);
    options.method = method;
    options.watch = watched;
    options.user = w;
    status = koers_dossier_settle_with((const koers_dossier *)of, &options, &settlement, NULL);
    CHECK((status == KOERS_STATUS_OK) == (settlement != NULL));
    if (settlement != NULL)
        *text = rendered(settlement, KOERS_FORMAT_JSON, KOERS_LANG_NL);
    koers_settlement_free(settlement);
    koers_method_free(method);
    return status;
}

static koers_status looks_ahead(const void *of, const char *how, watcher *w, char **text) {
    koers_deadline_options options;
    koers_deadlines *deadlines = NULL;
    koers_status status;
    size_t length = 0;
    (void)how;
    KOERS_INIT(&options);
    options.watch = watched;
    options.user = w;
    status = koers_settlement_deadlines_with((const koers_settlement *)of, &options, &deadlines, NULL);
    CHECK((status == KOERS_STATUS_OK) == (deadlines != NULL));
    if (deadlines != NULL) {
        EXPECT(KOERS_STATUS_TOO_SMALL, koers_deadlines_render(deadlines, KOERS_FORMAT_JSON, 0, NULL, 0, &length));
        *text = (char *)malloc(length + 1);
        OK(koers_deadlines_render(deadlines, KOERS_FORMAT_JSON, 0, *text, length + 1, &length));
    }
    koers_deadlines_free(deadlines);
    return status;
}

static koers_status forecasts(const void *of, const char *how, watcher *w, char **text) {
    koers_outlook outlook;
    koers_forecast *forecast = NULL;
    koers_status status;
    size_t length = 0;
    KOERS_INIT(&outlook);
    outlook.basis = strstr(how, "plan") != NULL ? KOERS_BASIS_PLAN : KOERS_BASIS_RUN_RATE;
    outlook.horizon = strstr(how, "horizon") != NULL;
    outlook.watch = watched;
    outlook.user = w;
    status = koers_settlement_forecast((const koers_settlement *)of, &outlook, &forecast, NULL);
    CHECK((status == KOERS_STATUS_OK) == (forecast != NULL));
    if (forecast != NULL) {
        EXPECT(KOERS_STATUS_TOO_SMALL, koers_forecast_render(forecast, KOERS_FORMAT_JSON, 0, NULL, 0, &length));
        *text = (char *)malloc(length + 1);
        OK(koers_forecast_render(forecast, KOERS_FORMAT_JSON, 0, *text, length + 1, &length));
    }
    koers_forecast_free(forecast);
    return status;
}

/* Broken off at any call it gives nothing, and the run after it goes as if there had been none. */
static void at_any_call(runs run, const void *of, const char *how) {
    watcher w;
    char *whole = NULL;
    char *again = NULL;
    int all;
    memset(&w, 0, sizeof w);
    EXPECT(KOERS_STATUS_OK, run(of, how, &w, &whole));
    all = w.calls;
    CHECK(all > 0 && whole != NULL);
    for (w.stop_at = 1; w.stop_at <= all; w.stop_at++) {
        w.calls = 0;
        EXPECT(KOERS_STATUS_CANCELLED, run(of, how, &w, &again));
        CHECK(w.calls == w.stop_at && again == NULL);
    }
    w.stop_at = 0;
    w.calls = 0;
    EXPECT(KOERS_STATUS_OK, run(of, how, &w, &again));
    CHECK(w.calls == all && again != NULL && whole != NULL && strcmp(again, whole) == 0);
    free(whole);
    free(again);
}

int main(void) {
    static const char *const of_shares[] = {"tests/corpus/good/priority-share-of-line", "tests/corpus/good/priority-share-of-total",
                                            "tests/corpus/good/least-refund-share-of-line",
                                            "tests/corpus/good/least-refund-shares-over-tranches"};
    static const char *const methods[] = {"booked", "priority", "least-refund"};
    static const char *const ahead[] = {"tests/corpus/good/forecast-share-of-total", "tests/corpus/good/forecast-horizon",
                                        TWENTSE_KOERS};
    static const char *const hows[] = {"run-rate", "plan", "run-rate horizon", "plan horizon"};
    size_t at, by;
    for (at = 0; at < sizeof of_shares / sizeof *of_shares; at++) {
        koers_dossier *dossier = load(of_shares[at]);
        for (by = 0; by < sizeof methods / sizeof *methods; by++)
            at_any_call(settles, dossier, methods[by]);
        koers_dossier_free(dossier);
    }
    for (at = 0; at < sizeof ahead / sizeof *ahead; at++) {
        koers_dossier *dossier = load(ahead[at]);
        koers_settlement *settlement = settle(dossier);
        koers_dossier_free(dossier);
        at_any_call(looks_ahead, settlement, "");
        for (by = 0; by < sizeof hows / sizeof *hows; by++)
            at_any_call(forecasts, settlement, hows[by]);
        koers_settlement_free(settlement);
    }
    return done();
}

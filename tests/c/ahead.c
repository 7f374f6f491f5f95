/* What is ahead of a settlement: the accounts of 2024, and what is refused. */
#include "check.h"

/* What must be spent before when, and the rate. */
static void deadlines(const koers_settlement *settlement) {
    koers_deadlines *deadlines = NULL;
    koers_deadline_row *rows;
    koers_deadline_total_row totals[2];
    size_t count = 0;
    size_t total_count = 0;
    size_t i;
    int64_t by_end_of_2025 = 0;
    OK(koers_settlement_deadlines(settlement, 0, &deadlines, NULL));
    OK(koers_deadlines_row_count(deadlines, &count, &total_count));
    CHECK(total_count == 2);
    rows = (koers_deadline_row *)calloc(count, sizeof *rows);
    OK(koers_deadlines_rows(deadlines, rows, sizeof *rows, count, &count));
    for (i = 0; i < count; i++) {
        CHECK(i == 0 || rows[i - 1].date <= rows[i].date);
        /* What goes back of IZA has no day. */
        if (rows[i].date == 0)
            CHECK(text_is(rows[i].kind, "due") && rows[i].amount == 96522500);
        else
            CHECK(rows[i].date > 20241231);
        if (text_is(rows[i].kind, "spend") && rows[i].date == 20251231)
            by_end_of_2025 += rows[i].amount;
    }
    CHECK(by_end_of_2025 == 45756000);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_deadlines_rows(deadlines, rows, sizeof *rows, count - 1, &count));
    free(rows);
    OK(koers_deadlines_totals(deadlines, totals, sizeof totals[0], 2, &total_count));
    CHECK(totals[0].amount == 45756000 && totals[0].needed == 3813000 && totals[0].so_far == 904833);
    CHECK(text_is(totals[0].times, "4.214036"));
    CHECK(totals[1].date == 20261231 && totals[1].amount == 27831800);
    koers_deadlines_free(deadlines);
    koers_deadlines_free(NULL);
}

static void refused(const koers_settlement *settlement) {
    koers_deadlines *deadlines = NULL;
    size_t count = 0;
    size_t length = 0;
    report r;
    EXPECT(KOERS_STATUS_REFUSED, koers_settlement_deadlines(settlement, 20240630, &deadlines, report_init(&r)));
    CHECK(strstr(r.text, "K0605") != NULL);
    EXPECT(KOERS_STATUS_REFUSED, koers_settlement_deadlines(settlement, 20241301, &deadlines, report_init(&r)));
    CHECK(strstr(r.text, "K0109") != NULL);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_deadlines(NULL, 0, &deadlines, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_deadlines(settlement, 0, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_deadlines_row_count(NULL, &count, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_deadlines_rows(NULL, NULL, sizeof(koers_deadline_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT,
           koers_deadlines_totals(NULL, NULL, sizeof(koers_deadline_total_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_deadlines_render(NULL, 0, 0, NULL, 0, &length));
    OK(koers_settlement_deadlines(settlement, 0, &deadlines, NULL));
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_deadlines_rows(deadlines, NULL, 8, 0, &count));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_deadlines_render(deadlines, 99, KOERS_LANG_NL, NULL, 0, &length));
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_deadlines_render(deadlines, KOERS_FORMAT_TEXT, 99, NULL, 0, &length));
    koers_deadlines_free(deadlines);
}

/* At the rate of 2024: 348.980 goes back in 2025, 64.130 in 2026. */
static void forecast(const koers_settlement *settlement) {
    koers_outlook outlook;
    koers_forecast *forecast = NULL;
    koers_settlement *expected = NULL;
    koers_forecast_row *rows;
    koers_forecast_year_row years[2];
    size_t count = 0;
    size_t year_count = 0;
    size_t length = 0;
    report r;
    KOERS_INIT(&outlook);
    outlook.basis = KOERS_BASIS_RUN_RATE;
    OK(koers_settlement_forecast(settlement, &outlook, &forecast, NULL));
    OK(koers_forecast_row_count(forecast, &count, &year_count));
    CHECK(count == 14 && year_count == 2);
    OK(koers_forecast_years(forecast, years, sizeof years[0], 2, &year_count));
    CHECK(years[0].year == 2025 && years[0].refund == 34898000);
    CHECK(years[1].refund == 6413000 && years[1].lapse == 6413000 && years[1].own_funds == 446979300);
    rows = (koers_forecast_row *)calloc(count, sizeof *rows);
    OK(koers_forecast_rows(forecast, rows, sizeof *rows, count, &count));
    CHECK(rows[count - 1].grant.data == NULL && rows[count - 1].spent == years[1].own_funds);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_forecast_rows(forecast, rows, sizeof *rows, count - 1, &count));
    free(rows);
    OK(koers_forecast_settlement(forecast, &expected));
    koers_forecast_free(forecast);
    koers_forecast_free(NULL);
    CHECK(total(expected, KOERS_MEASURE_REFUND) == 96522500 + 34898000 + 6413000);
    koers_settlement_free(expected);

    forecast = NULL;
    outlook.through = 2023;
    EXPECT(KOERS_STATUS_REFUSED, koers_settlement_forecast(settlement, &outlook, &forecast, report_init(&r)));
    CHECK(strstr(r.text, "K0606") != NULL);
    outlook.through = 123456;
    EXPECT(KOERS_STATUS_REFUSED, koers_settlement_forecast(settlement, &outlook, &forecast, report_init(&r)));
    CHECK(strstr(r.text, "K0109") != NULL);
    outlook.through = 0;
    outlook.basis = 99;
    EXPECT(KOERS_STATUS_UNKNOWN_VALUE, koers_settlement_forecast(settlement, &outlook, &forecast, NULL));
    outlook.basis = KOERS_BASIS_PLAN;
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_forecast(NULL, &outlook, &forecast, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_forecast(settlement, NULL, &forecast, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_forecast(settlement, &outlook, NULL, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_row_count(NULL, &count, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_rows(NULL, NULL, sizeof(koers_forecast_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_years(NULL, NULL, sizeof(koers_forecast_year_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_settlement(NULL, &expected));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_render(NULL, 0, 0, NULL, 0, &length));
    outlook.struct_size = 4;
    EXPECT(KOERS_STATUS_WRONG_STRUCT_SIZE, koers_settlement_forecast(settlement, &outlook, &forecast, NULL));
}

/* What differs between two forecasts tells of no line that is expected. */
static void differs(const koers_forecast *forecast, const koers_forecast *before) {
    koers_diff *diff = NULL;
    koers_diff_row *rows;
    size_t count = 0;
    size_t length = 0;
    size_t i;
    OK(koers_forecast_diff(forecast, before, &diff, NULL));
    OK(koers_diff_row_count(diff, &count));
    CHECK(count > 0);
    rows = (koers_diff_row *)calloc(count, sizeof *rows);
    OK(koers_diff_rows(diff, rows, sizeof *rows, count, &count));
    for (i = 0; i < count; i++)
        CHECK(rows[i].line.data == NULL || text_is(rows[i].line, "BZ-1"));
    free(rows);
    koers_diff_free(diff);
    EXPECT(KOERS_STATUS_TOO_SMALL,
           koers_forecast_render_diff(forecast, before, KOERS_FORMAT_TEXT, KOERS_LANG_NL, NULL, 0, &length));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_diff(NULL, before, &diff, NULL));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_render_diff(forecast, NULL, 0, 0, NULL, 0, &length));
}

/* Both can be watched and broken off, and read lines with several threads. */
static int32_t stop_at_once(void *user, const koers_progress *progress) {
    int *calls = (int *)user;
    (*calls)++;
    return progress->done <= progress->total;
}

static void broken_off(const koers_settlement *settlement) {
    koers_deadline_options options;
    koers_outlook outlook;
    koers_deadlines *deadlines = NULL;
    koers_forecast *forecast = NULL;
    int calls = 0;
    KOERS_INIT(&options);
    options.threads = 2;
    OK(koers_settlement_deadlines_with(settlement, &options, &deadlines, NULL));
    koers_deadlines_free(deadlines);
    deadlines = NULL;
    OK(koers_settlement_deadlines_with(settlement, NULL, &deadlines, NULL));
    koers_deadlines_free(deadlines);
    deadlines = NULL;
    options.watch = stop_at_once;
    options.user = &calls;
    EXPECT(KOERS_STATUS_CANCELLED, koers_settlement_deadlines_with(settlement, &options, &deadlines, NULL));
    CHECK(calls == 1 && deadlines == NULL);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_settlement_deadlines_with(NULL, &options, &deadlines, NULL));
    KOERS_INIT(&outlook);
    outlook.basis = KOERS_BASIS_RUN_RATE;
    outlook.threads = 2;
    outlook.watch = stop_at_once;
    outlook.user = &calls;
    EXPECT(KOERS_STATUS_CANCELLED, koers_settlement_forecast(settlement, &outlook, &forecast, NULL));
    CHECK(calls == 2 && forecast == NULL);
}

/* Two forecasts beside each other: with BZ-1 on IZA 41.613 more is on own funds in 2025. */
static void side_by_side(const koers_dossier *dossier, const koers_settlement *settlement) {
    koers_rebooking change;
    koers_dossier *rebooked = NULL;
    koers_settlement *other;
    koers_outlook outlook;
    koers_forecast *forecasts[2] = {NULL, NULL};
    koers_scenario named[2];
    koers_scenarios *scenarios = NULL;
    koers_scenario_row rows[8];
    size_t count = 0;
    size_t length = 0;
    char *text;
    KOERS_INIT(&change);
    change.line = text_of("BZ-1");
    change.booking = text_of("iza");
    OK(koers_dossier_rebook(dossier, &change, 1, &rebooked, NULL));
    other = settle(rebooked);
    koers_dossier_free(rebooked);
    KOERS_INIT(&outlook);
    outlook.basis = KOERS_BASIS_RUN_RATE;
    OK(koers_settlement_forecast(settlement, &outlook, &forecasts[0], NULL));
    OK(koers_settlement_forecast(other, &outlook, &forecasts[1], NULL));
    koers_settlement_free(other);
    KOERS_INIT(&named[0]);
    KOERS_INIT(&named[1]);
    named[0].name = text_of("zoals het is");
    named[0].forecast = forecasts[0];
    named[1].name = text_of("op IZA");
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_side_by_side(named, 2, &scenarios, NULL));
    named[1].forecast = forecasts[1];
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_forecast_side_by_side(named, 2, NULL, NULL));
    OK(koers_forecast_side_by_side(named, 2, &scenarios, NULL));
    differs(forecasts[1], forecasts[0]);
    koers_forecast_free(forecasts[0]);
    koers_forecast_free(forecasts[1]);
    OK(koers_scenarios_row_count(scenarios, &count));
    CHECK(count == 8);
    OK(koers_scenarios_rows(scenarios, rows, sizeof rows[0], 8, &count));
    CHECK(rows[0].year == 2024 && rows[0].settled == 1 && rows[1].change == -4161300);
    CHECK(rows[6].year == 0 && rows[7].change == 16645200);
    CHECK(rows[2].year == 2025 && rows[2].settled == 0 && text_is(rows[2].scenario, "zoals het is") && rows[2].change == 0);
    CHECK(text_is(rows[3].scenario, "op IZA") && rows[3].change == 4161300);
    CHECK(rows[5].year == 2026 && rows[5].lost == rows[5].own_funds + rows[5].refund);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_scenarios_render(scenarios, KOERS_FORMAT_CSV, KOERS_LANG_NL, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_scenarios_render(scenarios, KOERS_FORMAT_CSV, KOERS_LANG_NL, text, length + 1, &length));
    CHECK(strncmp(text, "year,scenario,settled,spent,own_funds,refund,lapse,carry_over,pending,retained,lost,change\n", 91) == 0);
    free(text);
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_scenarios_row_count(NULL, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_scenarios_rows(NULL, NULL, sizeof(koers_scenario_row), 0, &count));
    EXPECT(KOERS_STATUS_NULL_ARGUMENT, koers_scenarios_render(NULL, 0, 0, NULL, 0, &length));
    koers_scenarios_free(scenarios);
    koers_scenarios_free(NULL);
}

int main(void) {
    koers_dossier *dossier = load(TWENTSE_KOERS);
    koers_settlement *settlement = settle(dossier);
    side_by_side(dossier, settlement);
    koers_dossier_free(dossier);
    deadlines(settlement);
    refused(settlement);
    forecast(settlement);
    broken_off(settlement);
    koers_settlement_free(settlement);
    return done();
}

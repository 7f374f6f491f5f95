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
        CHECK(rows[i].date > 20241231);
        if (text_is(rows[i].kind, "spend") && rows[i].date == 20251231)
            by_end_of_2025 += rows[i].amount;
    }
    CHECK(by_end_of_2025 == 45756000);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_deadlines_rows(deadlines, rows, sizeof *rows, count - 1, &count));
    free(rows);
    OK(koers_deadlines_totals(deadlines, totals, sizeof totals[0], 2, &total_count));
    CHECK(totals[0].amount == 45756000 && totals[0].needed == 3813000 && totals[0].so_far == 904833);
    CHECK(text_is(totals[0].times, "4.214037"));
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
    CHECK(strstr(r.text, "K0104") != NULL);
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
    CHECK(strstr(r.text, "K0104") != NULL);
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

/* Two forecasts beside each other: with BZ-1 on IZA 41.613 more is on own funds in 2025. */
static void side_by_side(const koers_dossier *dossier, const koers_settlement *settlement) {
    koers_rebooking change;
    koers_dossier *rebooked = NULL;
    koers_settlement *other;
    koers_outlook outlook;
    koers_forecast *forecasts[2] = {NULL, NULL};
    koers_scenario named[2];
    koers_scenarios *scenarios = NULL;
    koers_scenario_row rows[4];
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
    koers_forecast_free(forecasts[0]);
    koers_forecast_free(forecasts[1]);
    OK(koers_scenarios_row_count(scenarios, &count));
    CHECK(count == 4);
    OK(koers_scenarios_rows(scenarios, rows, sizeof rows[0], 4, &count));
    CHECK(rows[0].year == 2025 && text_is(rows[0].scenario, "zoals het is") && rows[0].change == 0);
    CHECK(text_is(rows[1].scenario, "op IZA") && rows[1].change == 4161300);
    CHECK(rows[3].year == 2026 && rows[3].lost == rows[3].own_funds + rows[3].refund);
    EXPECT(KOERS_STATUS_TOO_SMALL, koers_scenarios_render(scenarios, KOERS_FORMAT_CSV, KOERS_LANG_NL, NULL, 0, &length));
    text = (char *)malloc(length + 1);
    OK(koers_scenarios_render(scenarios, KOERS_FORMAT_CSV, KOERS_LANG_NL, text, length + 1, &length));
    CHECK(strncmp(text, "year,scenario,spent,own_funds,refund,lapse,carry_over,retained,lost,change\n", 75) == 0);
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
    koers_settlement_free(settlement);
    return done();
}

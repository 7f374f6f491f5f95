"""Koers settles the grants of a Dutch public body: which grant pays which cost, what goes back, what carries over.

    >>> import koers
    >>> dossier = koers.Dossier(
    ...     holder="SamenTwente",
    ...     years=[2024],
    ...     grants=[{
    ...         "id": "iza", "scheme": "spuk-iza", "state": "awarded",
    ...         "tranches": [{
    ...             "id": "2024", "year": 2024, "granted": "1000",
    ...             "received": [{"period": "2024", "amount": "1000"}],
    ...         }],
    ...     }],
    ...     lines=[{"line": "L1", "period": "2024", "amount": "640.50", "grant": "iza"}],
    ... )
    >>> dossier.settle().total("refund")
    Decimal('359.50')

Amounts are `decimal.Decimal` with two decimals. Amounts that go in are `Decimal`, `int` (whole euros) or `str`;
floats are refused, since they can't hold cents exactly.
"""

from koers._koers import __version__
from koers.ahead import Deadlines, Forecast, render_side_by_side, side_by_side
from koers.certificate import Certificate, Claim
from koers.dossier import Dossier, load
from koers.errors import (
    Cancelled,
    InputError,
    InternalError,
    KoersError,
    RowsError,
    UnknownNameError,
    UnknownSchemeError,
    UnknownSubjectError,
)
from koers.explain import Explanation, Reason
from koers.receipt import Receipt
from koers.rows import (
    AdviceRow,
    AllocationRow,
    BudgetRow,
    ByRow,
    CostLineRow,
    DeclaredRollForwardRow,
    DeductionRow,
    DiffRow,
    EligibilityRow,
    FindingRow,
    GrantRow,
    OutcomeRow,
    OwnFundsRow,
    QuantityRow,
    RestatementRow,
    RollForwardRow,
    RollForwardTotalRow,
    SchemeRow,
    SettlementRow,
    TermRow,
)
from koers.reconciliation import Reconciliation
from koers.rows_ahead import DeadlineRow, DeadlineTotalRow, ForecastRow, ForecastYearRow, HorizonRow, ScenarioRow
from koers.rows_reconcile import BridgeRow, FundingRow, GrantBudgetRow, PossibleRow, ReconciliationRow, UnconfirmedRow
from koers.scheme import Catalogue, Scheme, check, explain_code, json_schema, schemes
from koers.settlement import Settlement
from koers.tables import Table
from koers.what_if import WhatIf
from koers.years import DeclaredRollForward

__all__ = [
    "AdviceRow",
    "AllocationRow",
    "BridgeRow",
    "BudgetRow",
    "ByRow",
    "Cancelled",
    "Catalogue",
    "Certificate",
    "Claim",
    "CostLineRow",
    "DeadlineRow",
    "DeadlineTotalRow",
    "Deadlines",
    "DeclaredRollForward",
    "DeclaredRollForwardRow",
    "DeductionRow",
    "DiffRow",
    "Dossier",
    "EligibilityRow",
    "Explanation",
    "FindingRow",
    "Forecast",
    "ForecastRow",
    "ForecastYearRow",
    "FundingRow",
    "GrantBudgetRow",
    "GrantRow",
    "HorizonRow",
    "InputError",
    "InternalError",
    "KoersError",
    "OutcomeRow",
    "OwnFundsRow",
    "PossibleRow",
    "QuantityRow",
    "Reason",
    "Receipt",
    "Reconciliation",
    "ReconciliationRow",
    "RestatementRow",
    "RollForwardRow",
    "RollForwardTotalRow",
    "RowsError",
    "ScenarioRow",
    "Scheme",
    "SchemeRow",
    "Settlement",
    "SettlementRow",
    "Table",
    "TermRow",
    "UnconfirmedRow",
    "UnknownNameError",
    "UnknownSchemeError",
    "UnknownSubjectError",
    "WhatIf",
    "__version__",
    "check",
    "explain_code",
    "json_schema",
    "load",
    "render_side_by_side",
    "schemes",
    "side_by_side",
]

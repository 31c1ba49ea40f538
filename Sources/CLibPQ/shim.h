#include <libpq-fe.h>

// Swift does not import macros that are character literals.
static const int fieldSQLState = PG_DIAG_SQLSTATE;
static const int fieldMessage = PG_DIAG_MESSAGE_PRIMARY;
static const int fieldDetail = PG_DIAG_MESSAGE_DETAIL;
static const int fieldHint = PG_DIAG_MESSAGE_HINT;
static const int fieldContext = PG_DIAG_CONTEXT;
static const int fieldColumn = PG_DIAG_COLUMN_NAME;
static const int fieldConstraint = PG_DIAG_CONSTRAINT_NAME;
static const int fieldSourceFunction = PG_DIAG_SOURCE_FUNCTION;

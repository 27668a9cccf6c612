using DataAccess.PostgreSql.Failures;
using DataAccess.Providers;

namespace DataAccess.PostgreSql;

/// <content>Large values, and constraints that values violate.</content>
internal sealed partial class PostgreSqlProvider
{
    // The server takes no message of 1 GB or more; a little is left for the statement's other values.
    public override StreamedValues StreamedValues { get; } = new(
        (1L << 30) - (1L << 20), "PostgreSQL takes no value of 1 GB or more. Store it in parts, in several rows, or as a large object (CreateLargeObjectAsync).");

    protected override ConstraintViolation? FindViolatedConstraint(Exception exception) => PostgreSqlConstraints.Find(exception);

    protected override ConstraintViolation? FindViolatedConstraint(in DatabaseFailure failure) => PostgreSqlConstraints.Find(failure);
}

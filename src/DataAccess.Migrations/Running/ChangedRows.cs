using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Running;

/// <summary>Counts the rows that a migration's statements change. Of a statement about the schema a driver may report any number.</summary>
internal sealed class ChangedRows
{
    private long _rows;
    private bool _isTold;

    /// <summary>How many; null where the file's text says it already.</summary>
    public long? Total => _isTold ? _rows : null;

    public void Add(MigrationStep step, long rows)
    {
        if (rows < 0)
        {
            return;
        }

        var verb = new StatementWords(step.Statement.Text, step.Statement.Flavour, limit: 1)[0].ToUpperInvariant();
        if (verb is "INSERT" or "UPDATE" or "DELETE" or "REPLACE" or "MERGE" or "WITH")
        {
            _rows += rows;
            _isTold = _isTold || verb != "INSERT" || !LiteralInsert.Is(step.Statement.Text, step.Statement.Flavour);
        }
    }

    /// <summary>What was counted is rolled back.</summary>
    public void Clear() => (_rows, _isTold) = (0, false);
}

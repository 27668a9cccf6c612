namespace DataAccess.Benchmarks;

/// <summary>The two tables: one is read and never changes, one is written and emptied before each round.</summary>
internal static class Tables
{
    public const string Read = "items";
    public const string Written = "written";
    public const int Rows = 10_000;
    public const int PageRows = 1_000;
    public const string Columns = "id, name, amount, created, active";
}

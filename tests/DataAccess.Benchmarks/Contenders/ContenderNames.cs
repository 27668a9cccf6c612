namespace DataAccess.Benchmarks;

/// <summary>The contenders' names, as the figures have them.</summary>
internal static class ContenderNames
{
    public const string HandWritten = "handwritten";
    public const string DataAccess = "dataaccess";
    public const string ExactlyOnce = "dataaccess-once";
    public const string Dapper = "dapper";
    public const string Linq2Db = "linq2db";
    public const string EfCore = "efcore";
    public const string DbUp = "dbup";
    public const string Evolve = "evolve";
    public const string FluentMigrator = "fluentmigrator";
}

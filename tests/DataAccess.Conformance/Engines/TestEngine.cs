using CsCheck;
using DataAccess.Providers;
using Microsoft.Extensions.Logging;

namespace DataAccess.Conformance;

/// <summary>A database engine that the suites run on. Each test gets a database of its own.</summary>
public abstract class TestEngine
{
    /// <summary>Its name, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>A query that would run for a minute or more before its first row.</summary>
    public virtual string EndlessQuery
        => "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1000000000) select count(*) from numbers";

    /// <summary>Decimals of as many digits as it keeps in a number.</summary>
    public virtual Gen<decimal> Amounts
        => Gen.Frequency(
            (3, Gen.Decimal[-1e20m, 1e20m]),
            (1, TestGen.OneOf(0m, 0.1234567890123456789012345678m, 1234567890123456789012345678m, -0.01m, 10_000m, 99_999_999m, decimal.MaxValue)));

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its URL or connection string.</returns>
    public abstract ValueTask<string> CreateDatabaseAsync();

    /// <summary>Drops a database that <see cref="CreateDatabaseAsync"/> made.</summary>
    public abstract ValueTask DropDatabaseAsync(string connectionString);

    /// <summary>Opens a database.</summary>
    public virtual Database Open(string connectionString, DatabaseOptions? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
        => new(ProviderDirectory.Create(connectionString), options, loggers, time);
}

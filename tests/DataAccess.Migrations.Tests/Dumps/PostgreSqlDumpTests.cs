using DataAccess.Migrations.Tests.Crash;

namespace DataAccess.Migrations.Tests.Dumps;

[Collection("PostgreSQL")]
public sealed class PostgreSqlDumpTests() : DumpSuite(MortalEngine.PostgreSql, "postgresql.sql")
{
    [Theory]
    [InlineData("")]
    [InlineData("--inserts")]
    [InlineData("--column-inserts --rows-per-insert=100 --quote-all-identifiers")]
    [InlineData("--clean --if-exists --disable-triggers")]
    public Task A_dump_comes_out_as_it_went_in(string options)
        => CopyAsync("psql -q -v ON_ERROR_STOP=1 -U postgres -d", database => $"pg_dump -U postgres -T '*.dataaccess_*' {options} {database}");
}

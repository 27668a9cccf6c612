using DataAccess.Migrations.Tests.Crash;

namespace DataAccess.Migrations.Tests.Dumps;

[Collection("MariaDB")]
public sealed class MariaDbDumpTests() : DumpSuite(MortalEngine.MariaDb, "mariadb.sql")
{
    [Theory]
    [InlineData("")]
    [InlineData("--skip-extended-insert --complete-insert --skip-lock-tables")]
    [InlineData("--hex-blob --skip-opt --create-options")]
    public Task A_dump_comes_out_as_it_went_in(string options)
        => CopyAsync(
            "mariadb -uroot -psecret",
            database => $"mariadb-dump -uroot -psecret --routines --events --triggers {options} --ignore-table={database}.dataaccess_migrations --ignore-table={database}.dataaccess_migration_steps {database}");
}

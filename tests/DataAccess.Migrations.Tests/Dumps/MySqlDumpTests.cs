using DataAccess.Migrations.Tests.Crash;

namespace DataAccess.Migrations.Tests.Dumps;

[Collection("MySQL")]
public sealed class MySqlDumpTests() : DumpSuite(MortalEngine.MySql, "mysql.sql")
{
    [Theory]
    [InlineData("")]
    [InlineData("--skip-extended-insert --complete-insert --skip-lock-tables")]
    [InlineData("--hex-blob --skip-opt --create-options")]
    public Task A_dump_comes_out_as_it_went_in(string options)
        => CopyAsync(
            "mysql -uroot -psecret",
            database => $"mysqldump -uroot -psecret --routines --events --triggers --set-gtid-purged=OFF {options} --ignore-table={database}.dataaccess_migrations --ignore-table={database}.dataaccess_migration_steps {database}");
}

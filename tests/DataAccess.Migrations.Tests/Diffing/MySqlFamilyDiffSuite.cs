using DataAccess.Conformance;
using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Scratch;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Tests.Diffing;

/// <summary>What MySQL and MariaDB have in common.</summary>
public abstract class MySqlFamilyDiffSuite(TestEngine engine) : DiffSuite(engine)
{
    protected override IReadOnlyList<string> Changes => MySqlFamilyChanges.All;

    protected override IReadOnlyList<(string From, string To)> Narrowings =>
    [
        ("decimal(10,2)", "int"), ("decimal(10,4)", "decimal(10,1)"), ("datetime", "date"), ("datetime", "time"), ("datetime(6)", "datetime"), ("datetime", "timestamp null"), ("timestamp null", "datetime"), ("double", "float"), ("double", "decimal(10,2)"), ("float", "decimal(10,2)"),
        ("bigint", "int"), ("bigint", "double"), ("int", "int unsigned"), ("int unsigned", "int"), ("int", "decimal(9,0)"), ("bit(8)", "bit(4)"), ("year", "tinyint"),
        ("varchar(10)", "varchar(3)"), ("varchar(10)", "char(10)"), ("varchar(10)", "varbinary(10)"), ("varchar(10) character set utf8mb4", "varchar(10) character set latin1"), ("text", "tinytext"), ("text", "varchar(100)"), ("text character set latin1", "text character set utf8mb4"), ("varchar(10)", "date"),
        ("enum('a','b')", "enum('a')"), ("set('a','b')", "set('b')"), ("enum('a','b') character set utf8mb4", "enum('a','b') character set latin1"), ("blob", "varbinary(10)"), ("binary(4)", "binary(8)"),
    ];

    protected override IReadOnlyList<(string Type, string[] Values)> Values =>
    [
        ("tinyint", ["-128", "127"]), ("smallint", ["-32768", "32767"]), ("mediumint", ["-8388608", "8388607"]), ("int", ["-2147483648", "2147483647"]), ("bigint", ["-9223372036854775808", "9223372036854775807"]),
        ("tinyint unsigned", ["255"]), ("mediumint unsigned", ["16777215"]), ("int unsigned", ["4294967295"]), ("bigint unsigned", ["9223372036854775807"]),
        ("decimal(2,0)", ["-99"]), ("decimal(9,0)", ["-999999999"]), ("decimal(10,2)", ["-99999999.99"]), ("decimal(12,4)", ["99999999.9999"]), ("decimal(20,0)", ["99999999999999999999"]), ("float", ["0.1", "-3.4e38"]), ("double", ["0.1", "1.7976931348623157e308"]), ("bit(4)", ["b'1010'"]), ("bit(8)", ["b'11111111'"]),
        ("date", ["'1000-01-01'", "'2020-02-29'"]), ("datetime", ["'9999-12-31 23:59:59'"]), ("datetime(3)", ["'2020-01-01 00:00:00.123'"]), ("datetime(6)", ["'2020-01-01 00:00:00.123456'"]), ("time", ["'-838:59:59'"]), ("time(3)", ["'10:00:00.123'"]),
        ("enum('a','b')", ["'b'"]), ("enum('b','c','a')", ["'c'"]), ("set('x','y')", ["'x,y'", "''"]), ("set('z','y','x')", ["'z,x'"]),
        ("char(3)", ["'abc'"]), ("char(5)", ["'a'"]), ("varchar(5)", ["'äö€x '"]), ("varchar(9)", ["'123456789'"]), ("varchar(20)", ["''"]), ("tinytext", ["'a '"]), ("text", ["'€'"]), ("mediumtext", ["'a'"]), ("longtext", ["'a'"]),
        ("varchar(5) character set latin1", ["'äöü€ '"]), ("tinytext character set latin1", ["repeat('ä', 255)"]), ("text character set latin1", ["repeat('ä', 65535)"]), ("varchar(5) character set ascii", ["'abcde'"]), ("varchar(255) character set utf8mb4", ["repeat('€', 255)"]),
        ("binary(3)", ["x'010200'"]), ("varbinary(3)", ["x'0100'"]), ("varbinary(5)", ["x'0102030405'"]), ("tinyblob", ["x'00'"]), ("blob", ["x'FF'"]), ("mediumblob", ["''"]),
    ];

    private protected override bool Keeps(string from, string to) => MySqlTypeChange.KeepsValues(Of(from), Of(to));

    protected override string AreEqual(string column, string other) => $"cast({column} as binary) = cast({other} as binary)";

    [Fact]
    public async Task A_foreign_key_whose_columns_stay_is_left_alone()
    {
        const string Schema = "create table t (id int primary key, n {0}, m int); create table u (a int, n {0}, constraint u_t foreign key (a) references t (id));";
        var result = await DiffAsync(Schema.Replace("{0}", "int", StringComparison.Ordinal), Schema.Replace("{0}", "bigint", StringComparison.Ordinal), drops: true);

        Assert.Equal(2, result.Statements.Count);
        Assert.DoesNotContain(result.Statements, static s => s.Sql.Contains("u_t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_computed_from_now_on_loses_what_was_written()
    {
        var result = await DiffAsync("create table t (a int, b int);", "create table t (a int, b int generated always as (a + 1) stored);", drops: true);

        Assert.Equal("the column `t`.`b` with its values", Assert.Single(result.Statements).Loses);
    }

    /// <summary>A table's own default is not written, also where the column was made with it.</summary>
    [Fact]
    public async Task A_schema_is_that_of_its_own_dump()
    {
        await using var made = await ScratchDatabase.CreateAsync(Db, ConnectionString, "scratch", Token);
        await ScratchScript.RunAsync(made.Database, Snapshots.MySqlSnapshotSuite.Script, EngineRegistry.Find(Db.Provider).Flavour, "made", Token);

        var result = await DiffAsync(Snapshots.MySqlSnapshotSuite.Script, await SchemaSnapshot.ReadAsync(made.Database, cancellationToken: Token), drops: true);

        Assert.Empty(result.Statements.Select(static s => s.Sql));
        Assert.Empty(result.Left);
    }

    private static MySqlColumnType Of(string type)
        => MySqlColumnType.Of(new SnapshotColumn("`c`", type.Replace(" character set ", " CHARACTER SET ", StringComparison.Ordinal), ""), new SnapshotObject("table", "`t`", "") { Shape = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4" });
}

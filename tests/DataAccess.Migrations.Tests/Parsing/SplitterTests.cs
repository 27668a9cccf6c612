using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Engines.Sqlite;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

public sealed class SplitterTests
{
    [Fact]
    public void Statements_end_at_semicolons_and_know_their_lines()
    {
        var statements = SqlSplitter.Split("-- first\nselect 1;\r\n\r\n/* two\r\nlines */ select\n2 ; ;\rselect 3", SqliteFlavour.Instance);

        Assert.Equal([("select 1", 2), ("select\n2", 5), ("select 3", 7)], statements.Select(static s => (s.Text, s.Line)));
    }

    [Theory]
    [InlineData("select 'a;b', ''';'", "PostgreSql")]
    [InlineData("select E'\\';', 'a\\'", "PostgreSql")]
    [InlineData("select E'a'\n'\\';'", "PostgreSql")]
    [InlineData("select $$;$$, $a$ $$ ; $b$ $a$, a$b$c", "PostgreSql")]
    [InlineData("select 1 /* a /* ; */ ; */ + 2", "PostgreSql")]
    [InlineData("select \"a;b\"\"\" from t where x = $1", "PostgreSql")]
    [InlineData("create rule r as on insert to t do (insert into u values (1); insert into v values (2))", "PostgreSql")]
    [InlineData("create or replace function f(a int) returns int begin atomic select case when a > 0 then 1 else 2 end; select a; end", "PostgreSql")]
    [InlineData("create function f() returns int language sql begin atomic end", "PostgreSql")]
    [InlineData("select 1 -- ;\n, 2 --; x", "PostgreSql", "select 1 -- ;\n, 2")]
    [InlineData("select '\\';', \"\\\";\", `;`", "MySql")]
    [InlineData("select 5--1 # ;\n + 2", "MySql")]
    [InlineData("select 1 /* a /* ; */ + 2", "MySql")]
    [InlineData("/*!40101 set @a = ';', names = 'x'; */", "MySql")]
    [InlineData("create /*!50017 definer=`a`@`b`*/ procedure p() begin select 1; end", "MySql")]
    [InlineData("create trigger t before insert on x for each row begin if new.a > 0 then set new.a = 1; elseif new.b then set new.b = 2; end if; end", "MySql")]
    [InlineData("create procedure p() begin declare i int; l: loop set i = 1; leave l; end loop l; while i < 3 do set i = 2; end while; repeat set i = 3; until i > 2 end repeat; end", "MySql")]
    [InlineData("create procedure p(a int) if a > 0 then select 1; select 2; end if", "MySql")]
    [InlineData("create procedure if not exists p() begin case a when 1 then select 2; else begin end; end case; end", "MySql")]
    [InlineData("create function f(a int) returns int deterministic return if(a > 1, case when a then 1 else 2 end, repeat('a', 3))", "MySql")]
    [InlineData("create procedure p() begin select case when a then if(b, 1, 2) else if(c, 3, 4) end, end from t; end", "MySql")]
    [InlineData("create event e on schedule every 1 day do begin delete from t; end", "MySql")]
    [InlineData("begin not atomic select 1; select 2; end", "MySql")]
    [InlineData("select 'a\\', [b;c], `d;`, \"e;\"", "Sqlite")]
    [InlineData("create temp trigger t after insert on x when case when new.a then 1 end begin update y set a = case when 1 then 2 end; delete from z; end", "Sqlite")]
    [InlineData("create table begin_end (a text default ';')", "Sqlite")]
    public void One_statement_stays_whole(string statement, string flavour, string? expected = null)
    {
        var pieces = SqlSplitter.Split($"\uFEFF {statement} ;\nselect 'next'", Flavours.Of(flavour));
        if (expected is not null)
        {
            pieces = SqlSplitter.Split($"{statement}\n;\nselect 'next'", Flavours.Of(flavour));
        }

        Assert.Equal([expected ?? statement, "select 'next'"], pieces.Select(static s => s.Text), StringComparer.Ordinal);
    }

    [Fact]
    public void A_delimiter_ends_what_it_is_set_for()
    {
        const string script = """
            DELIMITER //
            create procedure p() begin select 1; end//
            select 1; select 2//
            delimiter $$
            create trigger t before insert on x for each row begin set @a = 1; end$$
            DELIMITER ;
            select 3; select 4;
            """;

        var statements = SqlSplitter.Split(script, MySqlFlavour.Instance);

        Assert.Equal(
            [
                "create procedure p() begin select 1; end", "select 1; select 2",
                "create trigger t before insert on x for each row begin set @a = 1; end", "select 3", "select 4",
            ],
            statements.Select(static s => s.Text),
            StringComparer.Ordinal);
    }

    [Fact]
    public void What_mysqldump_writes_is_split()
    {
        const string script = """
            /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
            DELIMITER ;;
            /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; END */;;
            DELIMITER ;
            select 1;
            """;

        Assert.Equal([1, 3, 5], SqlSplitter.Split(script, MySqlFlavour.Instance).Select(static s => s.Line));
    }

    [Theory]
    [InlineData("select 1;\nselect 'abc;\n\n", "PostgreSql", 2, "quote '")]
    [InlineData("select $x$ abc $$;", "PostgreSql", 1, "quote $x$")]
    [InlineData("\n/* a /* b */ select 1;", "PostgreSql", 2, "comment")]
    [InlineData("create table t (\na int;\n", "PostgreSql", 1, "bracket (")]
    [InlineData("select 1;\ncreate function f() returns int\nbegin atomic\nselect 1;\n", "PostgreSql", 3, "BEGIN")]
    [InlineData("select 1;\n\ncreate procedure p()\nbegin\nif a then\nselect 1;\n", "MySql", 5, "IF")]
    [InlineData("select `a;", "MySql", 1, "quote `")]
    [InlineData("\n/*!40101 set x = 1;", "MySql", 2, "'/*!'")]
    [InlineData("create trigger t after insert on x\nbegin\ndelete from y;\n", "Sqlite", 2, "BEGIN")]
    [InlineData("select [a;", "Sqlite", 1, "quote [")]
    public void What_is_not_closed_is_reported_where_it_was_opened(string script, string flavour, int line, string what)
    {
        var error = Assert.Throws<ScriptException>(() => SqlSplitter.Split(script, Flavours.Of(flavour)));

        Assert.Equal(line, error.Line);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("lose", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select 1;\n\\c chinook;\n", "PostgreSql", 2, "URL")]
    [InlineData("\\copy t from 'f.csv'", "PostgreSql", 1, "dataaccess import")]
    [InlineData("select 1 \\g", "PostgreSql", 1, "semicolon")]
    [InlineData("copy (select a from stdin) to stdout;", "PostgreSql", 1, "STDOUT")]
    [InlineData("\\restrict", "PostgreSql", 1, "Remove the line")]
    [InlineData(" \\restrict abc", "PostgreSql", 1, "Remove the line")]
    [InlineData("\\restrict abc\rselect 1;\n", "PostgreSql", 1, "Remove the line")]
    [InlineData("create table a (n int)\ngo\ndrop table a;", "PostgreSql", 2, "SQL Server")]
    [InlineData("select 1\n go \r\ncreate table t (a int)", "MySql", 2, "SQL Server")]
    [InlineData("select * from a\nGO\n-- done", "Sqlite", 2, "SQL Server")]
    [InlineData("create table t (a int)\nGO\nselect 1", "Sqlite", 2, "SQL Server")]
    [InlineData("select 1;\ngo\n", "MySql", 2, "SQL Server")]
    [InlineData("select 1\\G", "MySql", 1, "semicolon")]
    [InlineData("source other.sql", "MySql", 1, "migration")]
    [InlineData(".read other.sql", "Sqlite", 1, "sqlite3")]
    public void A_command_of_a_client_says_what_to_do(string script, string flavour, int line, string advice)
    {
        var error = Assert.Throws<ScriptException>(() => SqlSplitter.Split(script, Flavours.Of(flavour)));

        Assert.Equal(line, error.Line);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select\n  go\nfrom t")]
    [InlineData("select a,\n  go\nfrom t")]
    [InlineData("create table t (\n  a int,\n  go\n  int\n)")]
    [InlineData("select a from t order by\ngo\n")]
    [InlineData("update\n go\nset x = 1")]
    [InlineData("insert into t (\na\n,\ngo\n)\nselect 1, 2")]
    public void Go_is_a_name_where_the_statement_goes_on(string statement)
        => Assert.All(Flavours.All, flavour => Assert.Equal([statement.TrimEnd(), "select 2"], SqlSplitter.Split(statement + ";select 2", flavour).Select(static s => s.Text), StringComparer.Ordinal));

    [Fact]
    public void Go_is_a_name_like_any_other_inside_a_line()
        => Assert.Single(SqlSplitter.Split("select go from go where go = 'GO\nGO\n'", PostgreSqlFlavour.Instance));

    [Fact]
    public void Use_is_a_statement_of_mysql()
        => Assert.Equal(["use `a`", "select 1"], SqlSplitter.Split("use `a`;\nselect 1;", MySqlFlavour.Instance).Select(static s => s.Text), StringComparer.Ordinal);
}

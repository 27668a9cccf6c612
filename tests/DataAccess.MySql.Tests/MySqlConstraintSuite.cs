using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

public abstract class MySqlConstraintSuite(TestEngine engine) : ConstraintSuite(engine)
{
    protected override string PrimaryKey => "PRIMARY";

    protected override bool NamesUniqueColumns => false;

    protected override bool NamesTables => false;

    [Fact]
    public async Task A_column_without_a_default_and_odd_names_are_told()
    {
        await using var db = await OpenAsync();
        var missing = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into devices (serial) values ('d2')"));
        Assert.Equal((ConstraintKind.NotNull, "name"), db.Provider.ViolatedConstraint(missing!) is { } field ? (field.Kind, field.Columns[0]) : default);

        await SendAsync(db, "create table odd (`a b` varchar(90) not null, `c``d` varchar(20), constraint `k's` unique (`a b`), constraint `f``k` foreign key (`c``d`) references sites (id))");
        await SendAsync(db, "insert into odd (`a b`) values ('for key ''x''')");
        var reference = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into odd (`a b`, `c``d`) values ('b', 's9')"));
        Assert.Equal(("f`k", "c`d"), db.Provider.ViolatedConstraint(reference!) is { } foreign ? (foreign.Constraint, foreign.Columns[0]) : default);
        var duplicate = await Record.ExceptionAsync(async () => await SendAsync(db, "insert into odd (`a b`) values ('for key ''x''')"));
        Assert.Equal(ConstraintKind.Unique, db.Provider.ViolatedConstraint(duplicate!)?.Kind);
    }
}

using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public abstract class MySqlReturningSuite(TestEngine engine) : ReturningSuite(engine)
{
    protected override string KeyColumn => "bigint not null auto_increment primary key";

    protected override IReadOnlyList<string> Triggers =>
    [
        "create trigger inserted before insert on parcels for each row set new.stamp = 'triggered'",
        "create trigger updated before update on parcels for each row set new.stamp = 'triggered'",
    ];
}

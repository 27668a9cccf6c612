using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public abstract class MySqlLostAnswerSuite(ServerEngine engine) : LostAnswerSuite(engine, new MySqlTarget())
{
    protected override IEnumerable<string> Functions =>
    [
        "create function charge() returns int modifies sql data deterministic begin insert into charged (id) values (1); return 1; end",
        "create function charge_elsewhere() returns int modifies sql data deterministic begin insert into charged (id) values (1); return 1; end",
        "create function peek() returns int no sql deterministic begin return 1; end",
    ];
}

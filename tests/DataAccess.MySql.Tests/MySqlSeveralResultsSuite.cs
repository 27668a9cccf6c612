using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

/// <summary>Procedures that give several results.</summary>
public abstract class MySqlSeveralResultsSuite(TestEngine engine) : SeveralResultsSuite(engine)
{
    protected override async ValueTask<SqlStatement?> SeveralAsync(bool hasThird)
    {
        await RunAsync("drop procedure if exists several");
        await Db.ExecuteAsync(
            SqlStatement.Raw("create procedure several(has_third bool) begin select 1; select 'a', 2; if has_third then select 3; end if; end"), Token);
        return $"call several({hasThird})";
    }

    protected override async ValueTask<SqlStatement?> EndlessAsync()
    {
        await Db.ExecuteAsync(SqlStatement.Raw($"create procedure endless() begin select 1; {Engine.EndlessQuery}; end"), Token);
        return $"call endless()";
    }
}

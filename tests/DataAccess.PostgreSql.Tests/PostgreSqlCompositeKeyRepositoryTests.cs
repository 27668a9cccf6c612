using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlCompositeKeyRepositoryTests() : CompositeKeyRepositorySuite(PostgreSqlEngine.Shared)
{
    protected override string GeneratedTable
        => "create table issues (tenant int not null, id bigint generated always as identity, text varchar(20) not null, primary key (tenant, id))";

    protected override bool IgnoresCase => false;
}

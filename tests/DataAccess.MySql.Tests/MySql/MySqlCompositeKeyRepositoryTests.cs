using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlCompositeKeyRepositoryTests() : CompositeKeyRepositorySuite(MySqlEngine.Shared)
{
    protected override string GeneratedTable
        => "create table issues (tenant int not null, id bigint not null auto_increment, text varchar(20) not null, primary key (tenant, id), key (id))";

    protected override bool IgnoresCase => true;
}

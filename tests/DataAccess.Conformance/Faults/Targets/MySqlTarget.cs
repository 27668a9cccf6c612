using System.Data.Common;

namespace DataAccess.Conformance.Faults;

/// <summary>MySQL and MariaDB.</summary>
public sealed class MySqlTarget : ServerTarget
{
    public override string OtherSessions
        => "select cast(id as signed) from information_schema.processlist where db = database() and id <> connection_id()";

    // Only this database's: other tests of the program wait for locks too.
    public override string LockWaits
        => "select count(*) from information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id "
        + "where t.trx_state = 'LOCK WAIT' and p.db = database()";

    protected override string HostKeyword => "Server";

    public override string Kill(long session) => $"kill {session}";

    public override WireProtocol CreateWire() => new MySqlWire();

    protected override void Unencrypt(DbConnectionStringBuilder builder)
    {
        builder["SSL Mode"] = "None";
        builder["Allow Public Key Retrieval"] = true;
    }
}

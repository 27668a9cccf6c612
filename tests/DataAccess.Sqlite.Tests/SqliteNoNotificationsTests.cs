using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteNoNotificationsTests() : NoNotificationsSuite(new SqliteEngine());

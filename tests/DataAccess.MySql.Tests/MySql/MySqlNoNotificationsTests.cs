using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlNoNotificationsTests() : NoNotificationsSuite(MySqlEngine.Shared);

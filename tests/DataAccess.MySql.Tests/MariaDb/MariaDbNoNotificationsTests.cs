using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbNoNotificationsTests() : NoNotificationsSuite(MariaDbEngine.Shared);

using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbBorrowedSettingsTests() : MySqlBorrowedSettingsSuite(MariaDbEngine.Shared);

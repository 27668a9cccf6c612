using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlBorrowedSettingsTests() : MySqlBorrowedSettingsSuite(MySqlEngine.Shared);

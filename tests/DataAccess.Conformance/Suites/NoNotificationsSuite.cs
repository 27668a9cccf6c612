using Xunit;

namespace DataAccess.Conformance;

/// <summary>A database without notifications names what to do instead.</summary>
public abstract class NoNotificationsSuite(TestEngine engine) : DatabaseSuite(engine)
{
    [Fact]
    public async Task Listening_and_notifying_are_refused()
    {
        var notify = await Assert.ThrowsAsync<NotSupportedException>(async () => await Db.NotifyAsync("orders", "1", Token));
        var listen = Assert.Throws<NotSupportedException>(() => Db.ListenAsync("orders", Token));
        Assert.Equal($"{Db.Dialect.Name} has no notifications. Write the messages to a table, and read those with a key above the last one that you have seen.", notify.Message);
        Assert.Equal(notify.Message, listen.Message);
    }
}

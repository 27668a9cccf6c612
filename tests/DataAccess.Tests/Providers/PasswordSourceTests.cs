using DataAccess.Providers;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>How long a token is kept, by a clock of the test.</summary>
public sealed class PasswordSourceTests
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));
    private int _asked;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(15 * 60, 14 * 60)]
    [InlineData(60 * 60, 59 * 60)]
    [InlineData(100, 90)]
    [InlineData(10, 9)]
    public async Task A_token_is_kept_until_a_tenth_of_its_life_is_left_and_at_most_a_minute(int lifetime, int kept)
    {
        var source = Tokens(TimeSpan.FromSeconds(lifetime));
        Assert.Equal("token 1", await OpenAsync(source, Token));
        _time.Advance(TimeSpan.FromSeconds(kept) - TimeSpan.FromTicks(1));
        Assert.Equal("token 1", await OpenAsync(source, Token));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("token 2", await OpenAsync(source, Token));
        Assert.Equal("token 2", await OpenAsync(source, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    public async Task A_token_that_has_expired_is_tried_and_not_kept(int lifetime)
    {
        var source = Tokens(TimeSpan.FromSeconds(lifetime));
        Assert.Equal("token 1", await OpenAsync(source, Token));
        Assert.Equal("token 2", await OpenAsync(source, Token));
    }

    [Fact]
    public async Task A_token_without_an_end_is_kept()
    {
        var source = new PasswordSource(_ => new ValueTask<DatabaseToken>(new DatabaseToken($"token {++_asked}", DateTimeOffset.MaxValue)), "TokenProvider", ConnectTimeout, _time);
        Assert.Equal("token 1", await OpenAsync(source, Token));
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Equal("token 1", await OpenAsync(source, Token));
    }

    [Fact]
    public async Task Who_is_cancelled_leaves_the_others_their_token()
    {
        var gate = new TaskCompletionSource<DatabaseToken>();
        var source = new PasswordSource(
            async ct =>
            {
                _asked++;
                return await gate.Task.WaitAsync(ct);
            },
            "TokenProvider",
            ConnectTimeout,
            _time);
        using var cancel = new CancellationTokenSource();
        var first = OpenAsync(source, cancel.Token);
        var others = Enumerable.Range(0, 5).Select(_ => OpenAsync(source, Token)).ToList();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult(new DatabaseToken("late", _time.GetUtcNow().AddHours(1)));

        Assert.All(await Task.WhenAll(others), static password => Assert.Equal("late", password));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task One_that_fails_or_never_returns_is_asked_again_by_the_next()
    {
        var source = new PasswordSource(
            _ => ++_asked switch
            {
                1 => throw new InvalidOperationException("no network"),
                2 => new ValueTask<DatabaseToken>(new TaskCompletionSource<DatabaseToken>().Task),
                _ => new ValueTask<DatabaseToken>(new DatabaseToken("third", DateTimeOffset.MaxValue)),
            },
            "TokenProvider",
            ConnectTimeout,
            _time);
        await Assert.ThrowsAsync<PasswordProviderException>(() => OpenAsync(source, Token));
        var second = OpenAsync(source, Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) == 2);

        _time.Advance(ConnectTimeout);

        await Assert.ThrowsAsync<PasswordProviderException>(() => second);
        Assert.Equal("third", await OpenAsync(source, Token));
    }

    [Fact]
    public async Task One_that_is_refused_is_replaced_once_and_a_newer_one_is_left()
    {
        var source = Tokens(TimeSpan.FromHours(1));
        var tried = new List<string>();
        await Assert.ThrowsAsync<FakeException>(async () => await source.OpenAsync(
            (password, _) =>
            {
                tried.Add(password);
                throw new FakeException(FailureKind.Fatal);
            },
            static _ => true,
            Token));

        Assert.Equal(["token 1", "token 2"], tried);
        Assert.Equal("token 2", await OpenAsync(source, Token));
    }

    private static async Task<string> OpenAsync(PasswordSource source, CancellationToken cancellationToken)
    {
        var used = "";
        await source.OpenAsync(
            (password, _) =>
            {
                used = password;
                return Task.CompletedTask;
            },
            static _ => true,
            cancellationToken);
        return used;
    }

    private PasswordSource Tokens(TimeSpan lifetime)
        => new(_ => new ValueTask<DatabaseToken>(new DatabaseToken($"token {++_asked}", _time.GetUtcNow() + lifetime)), "TokenProvider", ConnectTimeout, _time);
}

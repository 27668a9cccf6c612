using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Threading;

namespace DataAccess.Providers;

/// <summary>
/// The passwords of new connections, from <c>DatabaseOptions.PasswordProvider</c> or <c>TokenProvider</c>. A token is kept until shortly before its
/// expiry, and asked for once however many connections open at the same time.
/// </summary>
public sealed class PasswordSource
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    private readonly Func<CancellationToken, ValueTask<string>>? _password;
    private readonly Func<CancellationToken, ValueTask<DatabaseToken>>? _token;
    private readonly string _name;
    private readonly TimeSpan _connectTimeout;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private Task<DatabaseToken>? _asking;
    private string? _value;
    private DateTimeOffset _usableUntil;

    internal PasswordSource(Func<CancellationToken, ValueTask<string>> password, string name, TimeSpan connectTimeout, TimeProvider time)
        : this(name, connectTimeout, time)
        => _password = password;

    internal PasswordSource(Func<CancellationToken, ValueTask<DatabaseToken>> token, string name, TimeSpan connectTimeout, TimeProvider time)
        : this(name, connectTimeout, time)
        => _token = token;

    private PasswordSource(string name, TimeSpan connectTimeout, TimeProvider time)
        => (_name, _connectTimeout, _time) = (name, connectTimeout, time);

    // A little less than the time for the whole, so that it is known which part took too long.
    private TimeSpan Limit => _connectTimeout * 0.9;

    /// <summary>Opens a connection with a password. A token that the server refuses is forgotten, and the login is tried once more with a new one.</summary>
    /// <param name="open">Opens the connection with a password.</param>
    /// <param name="isRefused">Whether the server refused the login.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    [SuppressMessage("Design", "CA1062", Justification = "Called by a provider with its own functions.")]
    public async ValueTask OpenAsync(Func<string, CancellationToken, Task> open, Func<DbException, bool> isRefused, CancellationToken cancellationToken)
    {
        var password = await GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await open(password, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (DbException exception) when (_token is not null && isRefused(exception))
        {
            Forget(password);
        }

        await open(await GetAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_password is { } provider)
        {
            return Checked(await AskAsync(provider, cancellationToken).ConfigureAwait(false));
        }

        Task<DatabaseToken> asking;
        lock (_lock)
        {
            if (_value is { } value && _time.GetUtcNow() < _usableUntil)
            {
                return value;
            }

            _asking ??= Detached.RunAsync(AskForTokenAsync);
            asking = _asking;
        }

        return (await asking.WaitAsync(cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Forgets a token that the server refused, unless another has taken its place.</summary>
    private void Forget(string value)
    {
        lock (_lock)
        {
            if (_value == value)
            {
                _value = null;
            }
        }
    }

    /// <summary>One call for all who wait; none of them can cancel it for the others.</summary>
    private async Task<DatabaseToken> AskForTokenAsync()
    {
        try
        {
            var token = await AskAsync(_token!, CancellationToken.None).ConfigureAwait(false);
            Checked(token.Value);
            lock (_lock)
            {
                var now = _time.GetUtcNow();
                var margin = (token.ExpiresAt - now) / 10;
                _usableUntil = token.ExpiresAt - (margin < LongestMargin ? margin : LongestMargin);
                _value = now < _usableUntil ? token.Value : null;
            }

            return token;
        }
        finally
        {
            lock (_lock)
            {
                _asking = null;
            }
        }
    }

    /// <summary>Calls the user's function within the limit, whether or not it observes its token, or blocks its thread.</summary>
    private async ValueTask<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> provider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var token = both.Token;
        try
        {
            return await Detached.RunAsync(() => provider(token).AsTask()).WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw new PasswordProviderException($"{_name} has not returned within {Limit}, which is nine tenths of Connections.ConnectTimeout ({_connectTimeout})", exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PasswordProviderException($"{_name} threw {exception.GetType().Name}, which is the inner exception", exception);
        }
    }

    private string Checked(string? password)
        => string.IsNullOrEmpty(password) ? throw new PasswordProviderException($"{_name} returned an empty password", null) : password;
}

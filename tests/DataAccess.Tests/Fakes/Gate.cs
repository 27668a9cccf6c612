using Xunit;

namespace DataAccess.Tests;

/// <summary>A place where the code under test stops until the test lets it go on, and says that it has come there.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);

    public void Open() => _opened.TrySetResult();

    public void Fail(Exception exception) => _opened.TrySetException(exception);

    /// <summary>Called by the code under test.</summary>
    public async ValueTask PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await _opened.Task.WaitAsync(cancellationToken);
    }
}

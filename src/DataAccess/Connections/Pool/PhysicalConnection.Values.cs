using System.Data.Common;
using DataAccess.Providers;

namespace DataAccess.Connections.Pool;

/// <content>The values that the statements of a lease see in the session.</content>
internal sealed partial class PhysicalConnection
{
    // Those of the lease, and those that the session has and that are to be cleared.
    private SessionValues? _values;
    private SessionValues? _left;

    /// <summary>Whether the next statement has to be sent in a batch with the values before it.</summary>
    public bool SendsValues => _values is not null && Transaction is null && _provider.SessionValueLife == SessionValueLife.Transaction;

    /// <summary>Gives the lease its values, before anything runs in it.</summary>
    public void UseValues(SessionValues values)
    {
        _values = values;
        if (_provider.SessionValueLife == SessionValueLife.Call)
        {
            _provider.ShareSessionValues(Connection, values);
        }
    }

    /// <summary>Begins a transaction, in which the values of the lease are set.</summary>
    public async ValueTask BeginTransactionAsync(TransactionOptions options, CancellationToken cancellationToken)
    {
        Transaction = await _provider.BeginTransactionAsync(Connection, options, cancellationToken).ConfigureAwait(false);
        if (_values is { } values && _provider.SessionValueLife == SessionValueLife.Transaction)
        {
            await _provider.SetSessionValuesAsync(Connection, values, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SetValuesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets the values in the session for a single statement, if they stay there and are not there already.</summary>
    private ValueTask SetValuesAsync(CancellationToken cancellationToken)
    {
        if (_values is null || ReferenceEquals(_left, _values) || _provider.SessionValueLife != SessionValueLife.Session)
        {
            return default;
        }

        // Before they are sent: whether they arrived may never be known.
        _left = _values;
        return _provider.SetSessionValuesAsync(Connection, _values, cancellationToken);
    }

    private void AddValuesTo(DbBatch batch)
    {
        if (_values is null || !(SendsValues || (_provider.SessionValueLife == SessionValueLife.Session && !ReferenceEquals(_left, _values))))
        {
            return;
        }

        if (!SendsValues)
        {
            _left = _values;
        }

        var command = batch.CreateBatchCommand();
        _provider.WriteSessionValues(command, _values);
        batch.BatchCommands.Add(command);
    }

    private void ForgetLeaseValues()
    {
        if (_values is not null)
        {
            _values = null;
            if (_provider.SessionValueLife == SessionValueLife.Call)
            {
                _provider.ShareSessionValues(Connection, null);
            }
        }
    }

    /// <summary>Clears the values that the session has.</summary>
    private async ValueTask ClearValuesAsync(SessionValues values, CancellationToken cancellationToken)
    {
        await RunAsync(
            static async (self, values, ct) =>
            {
                await self._provider.ClearSessionValuesAsync(self.Connection, values, ct).ConfigureAwait(false);
                return true;
            },
            values,
            cancellationToken).ConfigureAwait(false);
        _left = null;
    }
}

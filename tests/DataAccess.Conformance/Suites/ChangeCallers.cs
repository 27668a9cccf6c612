namespace DataAccess.Conformance;

/// <summary>Callers that each change one key many times, without waiting for an answer, and some of which give up.</summary>
/// <param name="writer">The writer.</param>
/// <param name="seed">What they do.</param>
internal sealed class ChangeCallers(BatchingWriter<Versioned> writer, int seed)
{
    public async Task<KeyModel[]> RunAsync(int keys, int changes, double cancelled, CancellationToken cancellationToken)
        => await Task.WhenAll(Enumerable.Range(0, keys).Select(key => Task.Run(() => ChangeAsync(key, changes, cancelled), cancellationToken)));

    private async Task<KeyModel> ChangeAsync(int key, int changes, double cancelled)
    {
        var random = new Random(seed + key);
        var model = new KeyModel(key);
        var told = new List<(KeyChange Change, Task<string?> Told)>();
        var version = 1;
        for (var i = 0; i < changes; i++)
        {
            var kind = "iiuuuud"[random.Next(7)];
            version = kind == 'i' ? 1 : random.Next(5) == 0 ? random.Next(4) : version;
            var change = new KeyChange(kind, $"{key} {i}", version);
            told.Add((change, TellAsync(change, key, random.NextDouble() < cancelled ? random.Next(8) : null)));
            version = kind == 'u' ? version + 1 : version;
            if (random.Next(6) == 0)
            {
                await told[^1].Told;
            }
        }

        foreach (var (change, answer) in told)
        {
            model.Apply(change, await answer);
        }

        return model;
    }

    private async Task<string?> TellAsync(KeyChange change, int key, int? cancelAfter)
    {
        using var cancel = cancelAfter is { } after ? new CancellationTokenSource(after) : null;
        var (row, token) = (new Versioned(key, change.Text, change.Version), cancel?.Token ?? CancellationToken.None);
        try
        {
            if (change.Kind == 'i')
            {
                await writer.WriteAsync(row, token);
                return "true";
            }

            return await (change.Kind == 'u' ? writer.UpdateAsync(row, token) : writer.DeleteAsync(row, token)) ? "true" : "false";
        }
        catch (ConcurrencyConflictException)
        {
            return "conflict";
        }
        catch (RowRejectedException)
        {
            return "rejected";
        }
        catch (RowNotPersistedException)
        {
            return "not sent";
        }
        catch (RowOutcomeUnknownException)
        {
            return null;
        }
        catch (OperationCanceledException exception)
        {
            return exception.Message.Contains("will still be sent", StringComparison.Ordinal) ? null : "not sent";
        }
    }
}

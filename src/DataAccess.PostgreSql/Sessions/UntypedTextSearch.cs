using System.Data;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using DataAccess.PostgreSql.Types;
using DataAccess.Shared;
using Npgsql;
using NpgsqlTypes;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// Finds the text parameters for which the server infers no type, by letting it describe the statement. It names the one whose type it cannot
/// determine (42P18), as that of <c>$1 is null</c> or of <c>concat($1)</c>. Polymorphic functions, such as <c>to_jsonb($1)</c> (42804) and
/// <c>array_agg($1)</c> (42725), it rejects without a name, so arguments are tried as text, as few as possible: next to a text, <c>citext</c>
/// compares case-sensitively.
/// </summary>
internal sealed partial class UntypedTextSearch(NpgsqlConnection connection, string sql, IReadOnlyList<Type> types, IReadOnlyList<int> arguments, int timeoutSeconds)
{
    private const string Savepoint = "dataaccess_types";

    // Up to so many arguments every combination is tried, which is at most 15 round trips, once for each text.
    private const int MostCombined = 4;

    private bool _hasSavepoint;

    /// <summary>Returns the parameters to be sent as text; null if the statement fails for another reason.</summary>
    /// <exception cref="PostgresException">The server cannot infer the type of one, and it cannot be text.</exception>
    public async ValueTask<IReadOnlyCollection<int>?> RunAsync(bool mayBeInTransaction, CancellationToken cancellationToken)
    {
        if (mayBeInTransaction && !await TryBeginAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        HashSet<int> texts = [];
        var failure = await DescribeAsync(texts, cancellationToken).ConfigureAwait(false);
        if (failure is not null && IsOfArguments(failure))
        {
            foreach (var some in Combinations())
            {
                HashSet<int> candidate = [.. some];
                if (await DescribeAsync(candidate, cancellationToken).ConfigureAwait(false) is null)
                {
                    (texts, failure) = (candidate, null);
                    break;
                }
            }
        }

        if (failure is not null && (IsNamed(failure) || IsOfArguments(failure)))
        {
            await AbortAsync(cancellationToken).ConfigureAwait(false);
            throw WithAdvice(failure);
        }

        await EndAsync(cancellationToken).ConfigureAwait(false);
        return failure is null ? texts : null;
    }

    /// <summary>Some arguments after the other, fewer before more.</summary>
    private IEnumerable<IEnumerable<int>> Combinations()
        => arguments.Count <= MostCombined
            ? Enumerable.Range(1, (1 << arguments.Count) - 1).OrderBy(static mask => BitOperations.PopCount((uint)mask)).Select(mask => arguments.Where((_, i) => (mask >> i & 1) == 1))
            : arguments.Select(static argument => Enumerable.Repeat(argument, 1)).Append(arguments);

    /// <summary>Describes the statement, with those parameters as text, and with those that the server names; returns the server's error.</summary>
    private async ValueTask<PostgresException?> DescribeAsync(HashSet<int> texts, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await DescribeOnceAsync(texts, cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (PostgresException exception)
            {
                await UndoAsync(cancellationToken).ConfigureAwait(false);
                if (!IsNamed(exception)
                    || !int.TryParse(Parameter().Match(exception.MessageText).Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out var number)
                    || number > types.Count
                    || PostgreSqlTypes.ParameterTypeOf(types[number - 1]) != NpgsqlDbType.Unknown
                    || !texts.Add(number - 1))
                {
                    return exception;
                }
            }
        }
    }

    private async ValueTask DescribeOnceAsync(HashSet<int> texts, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = timeoutSeconds };
        await using (command.ConfigureAwait(false))
        {
            for (var i = 0; i < types.Count; i++)
            {
                var parameter = texts.Contains(i) ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text } : PostgreSqlTypes.CreateParameter(types[i]);
                parameter.Value = DBNull.Value;
                command.Parameters.Add(parameter);
            }

            var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken).ConfigureAwait(false);
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sets a savepoint if the session is in a transaction; false if that has failed already.</summary>
    private async ValueTask<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RawSql.ExecuteAsync(connection, $"savepoint {Savepoint}", timeoutSeconds, cancellationToken).ConfigureAwait(false);
            _hasSavepoint = true;
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.NoActiveSqlTransaction or PostgresErrorCodes.InFailedSqlTransaction)
        {
            return exception.SqlState == PostgresErrorCodes.NoActiveSqlTransaction;
        }
    }

    private async ValueTask UndoAsync(CancellationToken cancellationToken)
    {
        if (_hasSavepoint)
        {
            await RawSql.ExecuteAsync(connection, $"rollback to savepoint {Savepoint}", timeoutSeconds, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves a transaction aborted, as the statement itself would have.</summary>
    private async ValueTask AbortAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_hasSavepoint)
            {
                await DescribeOnceAsync([], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PostgresException)
        {
            // The same as before.
        }
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_hasSavepoint)
        {
            await RawSql.ExecuteAsync(connection, $"release savepoint {Savepoint}", timeoutSeconds, cancellationToken).ConfigureAwait(false);
        }
    }

    // Not an error of a function's own statement, which has a context.
    private static bool IsNamed(PostgresException exception) => exception is { SqlState: PostgresErrorCodes.IndeterminateDatatype, Where: null };

    // Those functions of the server, whose names are in no language, find a function and check the arguments of polymorphic ones.
    private static bool IsOfArguments(PostgresException exception)
        => exception is { SqlState: PostgresErrorCodes.DatatypeMismatch, Where: null, Routine: "enforce_generic_type_consistency" }
            or { SqlState: PostgresErrorCodes.AmbiguousFunction, Where: null, Routine: "ParseFuncOrColumn" };

    private static PostgresException WithAdvice(PostgresException failure)
        => new(
            $"{failure.MessageText}. A text parameter is sent without a type, so that it can be json, an enum or a date, and the server cannot infer one here. "
            + "Write {value}::text, or the type that it has.",
            failure.Severity,
            failure.InvariantSeverity,
            failure.SqlState,
            failure.Detail,
            failure.Hint,
            failure.Position);

    [GeneratedRegex(@"\$(?<number>\d+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter();
}

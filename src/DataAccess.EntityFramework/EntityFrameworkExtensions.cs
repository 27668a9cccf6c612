using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace DataAccess.EntityFramework;

/// <summary>One transaction for a <see cref="DbContext"/> and for repositories.</summary>
public static class EntityFrameworkExtensions
{
    /// <summary>
    /// Makes a context work on the connection and in the transaction of <c>InTransactionAsync</c>, so that what it saves is committed or rolled back with everything else. When
    /// the work has ended, the context has its own connection again.
    /// </summary>
    /// <param name="context">A context of the same database, with the driver that DataAccess uses. Create it in the work, because the work may be retried and what it tracks is not undone.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <remarks>
    /// The outcome is that of <c>InTransactionAsync</c>. Do not begin, commit or roll back a transaction of the context's; <c>SaveChanges</c> sets a savepoint of its own, so after
    /// one that failed the work can go on. Alternate the context and the transaction's methods: a query of the context's that is being read must end first.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// The context is pooled, retries, has a transaction or an open connection, or is not of the same driver. The message says what to do.
    /// </exception>
    public static async ValueTask UseDataAccessAsync(this DbContext context, DatabaseTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(transaction);
        ThrowIfUnfit(context, transaction);
        var database = context.Database;
        var (connection, shared) = (transaction.Connection, transaction.Transaction);
        var own = database.GetDbConnection();
        var isOwned = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>()) is not { Connection: not null, IsConnectionOwned: false };

        // Entity Framework disposes the connection that it owns. SQLite's can be opened again all the same.
        own = isOwned && own is ICloneable cloneable ? (DbConnection)cloneable.Clone() : own;
        database.SetDbConnection(connection, contextOwnsConnection: false);
        var attached = new AttachedContext(context, connection, own, isOwned);
        try
        {
            await database.UseTransactionAsync(shared, cancellationToken).ConfigureAwait(false);
            transaction.OnEnding(attached.Detach);
        }
        catch (Exception)
        {
            attached.Detach();
            throw;
        }
    }

    /// <summary>
    /// The query methods on a context's connection, and in its current transaction, so that repositories take part in it. The connection is opened if it is not open, and stays open
    /// until the context is disposed or <c>CloseConnectionAsync</c> is called.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="context">A context of the same database, with the driver that DataAccess uses. Call this after its <c>BeginTransactionAsync</c>.</param>
    /// <param name="cancellationToken">Cancels the opening of the connection.</param>
    /// <returns>The session, as of <see cref="Database.Use"/>. It is valid until the context's transaction ends.</returns>
    /// <remarks>Entity Framework commits, and reports what that comes to: if the connection is lost meanwhile it throws the driver's exception, and the outcome is not known.</remarks>
    /// <exception cref="ArgumentException">The context uses another driver.</exception>
    /// <exception cref="InvalidOperationException">The context is not relational.</exception>
    public static async ValueTask<DatabaseSession> UseAsync(this Database database, DbContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(context);
        ThrowIfNotRelational(context);
        var connection = context.Database.GetDbConnection();
        using (var expected = database.Provider.CreateConnection())
        {
            if (connection.GetType() != expected.GetType())
            {
                throw new ArgumentException(OtherDriver(context, connection, expected), nameof(context));
            }
        }

        var opens = connection.State != ConnectionState.Open;
        if (opens)
        {
            await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return database.Use(connection, context.Database.CurrentTransaction?.GetDbTransaction());
        }
        catch (Exception) when (opens)
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void ThrowIfUnfit(DbContext context, DatabaseTransaction transaction)
    {
        ThrowIfNotRelational(context);
        var name = context.GetType().Name;
        var database = context.Database;
        if (context.ContextId.Lease > 0)
        {
            throw new InvalidOperationException(
                $"{name} is pooled, and could return to its pool while it has the transaction's connection. Create it without AddDbContextPool and AddPooledDbContextFactory, or begin the transaction with the context and call database.UseAsync(context).");
        }

        if (database.CreateExecutionStrategy().RetriesOnFailure)
        {
            throw new InvalidOperationException(
                $"{name} retries (EnableRetryOnFailure), and Entity Framework then rejects every transaction that it has not begun. InTransactionAsync retries the work itself: configure the context without EnableRetryOnFailure, or call InTransactionAsync inside the ExecuteAsync of the context's execution strategy.");
        }

        if (database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException($"{name} has a transaction already. Commit it or roll it back first, or call database.UseAsync(context) to work in it.");
        }

        var own = database.GetDbConnection();
        if (own.GetType() != transaction.Connection.GetType())
        {
            throw new InvalidOperationException(OtherDriver(context, own, transaction.Connection));
        }

        if (own.State != ConnectionState.Closed && !ReferenceEquals(own, transaction.Connection))
        {
            throw new InvalidOperationException($"{name} has an open connection of its own. End its queries and call CloseConnectionAsync first, or call database.UseAsync(context) to work on it.");
        }
    }

    private static string OtherDriver(DbContext context, DbConnection own, DbConnection expected)
        => $"{context.GetType().Name} uses {own.GetType().FullName}, but DataAccess uses {expected.GetType().FullName}. Configure the context with a provider of the same driver: "
        + "Npgsql.EntityFrameworkCore.PostgreSQL, Pomelo.EntityFrameworkCore.MySql (not MySql.EntityFrameworkCore), Microsoft.EntityFrameworkCore.Sqlite.";

    private static void ThrowIfNotRelational(DbContext context)
    {
        if (!context.Database.IsRelational())
        {
            throw new InvalidOperationException($"{context.GetType().Name} uses {context.Database.ProviderName}, which has no connection. Configure it with a relational provider.");
        }
    }
}

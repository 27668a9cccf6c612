using System.Collections.Frozen;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;
using DataAccess.Sql;

namespace DataAccess.Migrations.Running;

/// <summary>What a statement may leave in its session, as far as its text shows. If in doubt, something.</summary>
internal sealed class SessionEffect(SqlFlavour flavour, SqlDialect dialect)
{
    private static readonly FrozenSet<string> Definitions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "TRUNCATE", "RENAME", "REINDEX");

    /// <summary>Objects whose definition is part of what a new session begins with, or runs a script of its own.</summary>
    private static readonly FrozenSet<string> OfSessions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "DATABASE", "SCHEMA", "ROLE", "USER", "SYSTEM", "EXTENSION", "MATERIALIZED", "TEMP", "TEMPORARY", "LOCAL", "GLOBAL");

    /// <summary>Objects whose body only runs later.</summary>
    private static readonly FrozenSet<string> WithBody = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "FUNCTION", "PROCEDURE", "TRIGGER", "VIEW", "EVENT", "RULE", "PACKAGE", "AGGREGATE", "TYPE");

    /// <summary>Whether it is about the schema.</summary>
    public bool IsDefinition(MigrationStep step) => Definitions.Contains(new StatementWords(step.Statement.Text, flavour, limit: 1)[0]);

    /// <summary>Whether something may remain in the session.</summary>
    /// <param name="step">The statement.</param>
    /// <param name="isDefinition">Whether it is about the schema.</param>
    public bool MayRemain(MigrationStep step, bool isDefinition)
    {
        if (step.Traits.IsSession || step.Traits.IsLostWithSession)
        {
            return true;
        }

        if (!isDefinition)
        {
            return !LiteralInsert.Is(step.Statement.Text, flavour) && dialect.MayLeaveState(step.Statement.Text);
        }

        var first = new StatementWords(step.Statement.Text, flavour, limit: 8);
        return !first.At(0, "COMMENT") && !first.At(0, "TRUNCATE") && DefinitionMayRemain(step.Statement.Text, first);
    }

    private bool DefinitionMayRemain(string statement, StatementWords first)
    {
        var kind = 0;
        for (var i = 1; i < first.Count; i++)
        {
            // CREATE [OR REPLACE] [DEFINER = x] FUNCTION, but also CREATE TABLE database
            if (OfSessions.Contains(first[i]) && !first.IsQuoted(i))
            {
                return true;
            }

            if (WithBody.Contains(first[i]) || first.At(i, "TABLE") || first.At(i, "INDEX") || first.At(i, "SEQUENCE"))
            {
                kind = i;
                break;
            }
        }

        return !WithBody.Contains(first[kind]) && RunsCode(statement);
    }

    /// <summary>Whether it fills a table by a query, or computes values of rows that are there by an unknown function.</summary>
    private bool RunsCode(string statement)
    {
        var words = new StatementWords(statement, flavour, limit: int.MaxValue);
        var computes = false;
        for (var i = 1; i < words.Count; i++)
        {
            computes |= words.At(0, "ALTER") && (words.At(i, "DEFAULT") || words.At(i, "USING") || words.At(i, "CHECK") || words.At(i, "AS"));
            if (words.At(i, "SELECT") || words.At(i, "EXECUTE") || (computes && words[i + 1] == "(" && !IsHarmless(words[i]) && char.IsLetter(words[i].FirstOrDefault())))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsHarmless(string word)
    {
        var name = word.ToLowerInvariant();
        return name is "check" or "as" or "using" or "default" or "and" or "or" or "not" or "in" or "references" or "key" or "unique" or "generated" or "identity"
            or "varchar" or "char" or "decimal" or "numeric" or "timestamp" or "datetime" or "time" or "varbinary" or "binary" or "bit" or "enum" or "set"
            || dialect.IsHarmless(name) || dialect.IsHarmless(name + "()");
    }
}

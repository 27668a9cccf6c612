using DataAccess.Providers;

namespace DataAccess.PostgreSql.Types;

/// <summary>
/// Writes one field, its length first, as COPY's binary format has it:
/// https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS. The values look as each type's receive function
/// reads them, in src/backend/utils/adt of PostgreSQL.
/// </summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <param name="buffer">Where to write it.</param>
/// <param name="value">The value.</param>
/// <returns>False where the column's type has no form for the value. What was written of it is then to be cut off.</returns>
internal delegate bool CopyEncoder<TValue>(ByteBuffer buffer, TValue value);

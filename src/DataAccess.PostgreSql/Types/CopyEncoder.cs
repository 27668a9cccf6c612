using DataAccess.Shared;

namespace DataAccess.PostgreSql.Types;

/// <summary>
/// Writes one field, preceded by its length, in COPY's binary format:
/// https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS. The values are encoded as each type's receive function
/// reads them, in src/backend/utils/adt of PostgreSQL.
/// </summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <param name="buffer">Where to write it.</param>
/// <param name="value">The value.</param>
/// <returns>False if the value cannot be encoded for the column's type. The caller then discards what was written of it.</returns>
internal delegate bool CopyEncoder<TValue>(ByteBuffer buffer, TValue value);

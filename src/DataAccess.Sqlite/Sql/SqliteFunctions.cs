using System.Collections.Frozen;

namespace DataAccess.Sqlite.Sql;

/// <summary>
/// The functions of SQLite that change nothing and leave nothing in the connection. load_extension and fts3_tokenizer are not
/// included.
/// </summary>
internal static class SqliteFunctions
{
    /// <summary>The names, with heading lines that describe the groups.</summary>
    private const string List = """
        # aggregates and windows
        avg count group_concat max min string_agg sum total cume_dist dense_rank first_value lag last_value lead nth_value
        ntile percent_rank rank row_number median percentile percentile_cont percentile_disc
        # values and texts
        abs char coalesce concat concat_ws format glob hex if ifnull iif instr last_insert_rowid length like likelihood likely
        lower ltrim nullif octet_length printf quote random randomblob replace round rtrim sign soundex substr substring trim
        typeof unhex unicode unistr unistr_quote unlikely upper zeroblob cast raise regexp match
        # numbers
        acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
        radians sin sinh sqrt tan tanh trunc
        # times
        date time datetime julianday unixepoch strftime timediff current_date current_time current_timestamp
        # JSON
        json jsonb json_array jsonb_array json_array_insert jsonb_array_insert json_array_length json_error_position
        json_extract jsonb_extract json_insert jsonb_insert json_object jsonb_object json_patch jsonb_patch json_pretty
        json_quote json_remove jsonb_remove json_replace jsonb_replace json_set jsonb_set json_type json_valid json_group_array
        jsonb_group_array json_group_object jsonb_group_object json_each json_tree jsonb_each jsonb_tree
        # tables of rows
        generate_series
        # searching texts and boxes
        bm25 highlight snippet matchinfo offsets rtreecheck rtreedepth rtreenode geopoly_area geopoly_blob geopoly_json
        # types with a length
        numeric decimal varchar character nchar nvarchar float double text integer int blob real
        # the library's own: docs/row-level-security.md
        session_value
        # the file and the library
        changes total_changes sqlite_compileoption_get sqlite_compileoption_used sqlite_offset sqlite_source_id sqlite_version
        pragma_collation_list pragma_compile_options pragma_database_list pragma_foreign_key_list pragma_function_list
        pragma_index_info pragma_index_list pragma_index_xinfo pragma_module_list pragma_pragma_list pragma_table_info
        pragma_table_list pragma_table_xinfo
        """;

    public static FrozenSet<string> Harmless { get; } = List.Split('\n')
        .Where(static line => !line.StartsWith('#'))
        .SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToFrozenSet(StringComparer.Ordinal);
}

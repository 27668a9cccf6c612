using System.Collections.Frozen;

namespace DataAccess.MySql.Sql;

/// <summary>
/// The functions of MySQL and MariaDB that change nothing and leave nothing in the session, and the reserved words that may precede a
/// parenthesis. A user-defined routine is never called by one of these names: it would have to be qualified with its schema.
/// </summary>
internal static class MySqlFunctions
{
    /// <summary>The names, with heading lines that describe the groups.</summary>
    private const string List = """
        # aggregates and windows
        avg bit_and bit_or bit_xor count group_concat json_arrayagg json_objectagg max min std stddev stddev_pop stddev_samp
        sum var_pop var_samp variance any_value grouping cume_dist dense_rank first_value lag last_value lead nth_value ntile
        percent_rank rank row_number median percentile_cont percentile_disc
        # operators and other words
        binary div mod xor like rlike regexp is collate interval key index primary unique replace if left right insert char
        charset 
        # control and comparison
        case coalesce greatest ifnull isnull least nullif nvl nvl2 strcmp
        # texts
        ascii bin bit_length char_length character_length chr concat concat_ws elt export_set field find_in_set format
        from_base64 hex instr lcase length lengthb load_file locate lower lpad ltrim make_set mid oct octet_length ord position
        quote regexp_instr regexp_like regexp_replace regexp_substr repeat reverse rpad rtrim soundex space substr substring
        substring_index to_base64 trim ucase unhex upper weight_string natural_sort_key sformat to_char match against compress
        uncompress uncompressed_length md5 sha sha1 sha2 crc32 crc32c aes_encrypt aes_decrypt random_bytes statement_digest
        statement_digest_text kdf extractvalue updatexml
        # numbers
        abs acos asin atan atan2 ceil ceiling conv cos cot degrees exp floor ln log log10 log2 pi pow power radians rand round
        sign sin sqrt tan truncate bit_count
        # times
        adddate addtime convert_tz curdate current_date current_time current_timestamp curtime date date_add date_format
        date_sub datediff day dayname dayofmonth dayofweek dayofyear extract from_days from_unixtime get_format hour last_day
        localtime localtimestamp makedate maketime microsecond minute month monthname now period_add period_diff quarter
        sec_to_time second str_to_date subdate subtime sysdate time time_format time_to_sec timediff timestamp timestampadd
        timestampdiff to_days to_seconds unix_timestamp utc_date utc_time utc_timestamp week weekday weekofyear year yearweek
        add_months months_between
        # JSON
        json_array json_array_append json_array_insert json_compact json_contains json_contains_path json_depth json_detailed
        json_equals json_exists json_extract json_insert json_keys json_length json_loose json_merge json_merge_patch
        json_merge_preserve json_normalize json_object json_overlaps json_pretty json_query json_quote json_remove json_replace
        json_schema_valid json_schema_validation_report json_search json_set json_storage_free json_storage_size json_table
        json_type json_unquote json_valid json_value json_key_value json_array_intersect json_object_to_array
        json_object_filter_keys
        # types
        cast convert decimal dec numeric float double real varchar nchar character varbinary 
        default
        # the server
        benchmark coercibility collation connection_id current_role current_user database found_rows icu_version
        last_insert_id() row_count schema session_user sleep system_user user version is_free_lock is_used_lock
        ps_current_thread_id ps_thread_id format_bytes format_pico_time
        # other
        bin_to_uuid uuid_to_bin uuid uuid_short is_uuid uuid_v4 uuid_v7 sys_guid inet_aton inet_ntoa inet6_aton inet6_ntoa
        is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6 name_const st_area st_asbinary st_asgeojson st_astext st_aswkb st_aswkt
        st_buffer st_centroid st_contains st_convexhull st_crosses st_difference st_dimension st_disjoint st_distance
        st_distance_sphere st_envelope st_equals st_geohash st_geomfromgeojson st_geomfromtext st_geomfromwkb
        st_geometryfromtext st_intersection st_intersects st_isempty st_issimple st_isvalid st_latfromgeohash st_latitude
        st_length st_longfromgeohash st_longitude st_makeenvelope st_numpoints st_overlaps st_pointfromgeohash st_pointfromtext
        st_polygonfromtext st_simplify st_srid st_swapxy st_touches st_transform st_union st_within st_x st_y point linestring
        polygon mbrcontains mbrequals mbrintersects mbrwithin vec_distance vec_distance_cosine vec_distance_euclidean
        vec_fromtext vec_totext to_vector string_to_vector vector_to_string from_vector vector_dim
        """;

    public static FrozenSet<string> Harmless { get; } = List.Split('\n')
        .Where(static line => !line.StartsWith('#'))
        .SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToFrozenSet(StringComparer.Ordinal);
}

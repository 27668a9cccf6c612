using System.Collections.Frozen;

namespace DataAccess.PostgreSql.Sql;

/// <summary>
/// The functions of PostgreSQL that change nothing and leave nothing in the session, and the keywords that are written like one. Not
/// included are functions that run a text passed to them (query_to_xml, ts_stat), advance a sequence (nextval) or set the session's
/// state (setseed).
/// </summary>
internal static class PostgreSqlFunctions
{
    /// <summary>The names, with heading lines that describe the groups.</summary>
    private const string List = """
        # aggregates and windows
        array_agg avg bit_and bit_or bit_xor bool_and bool_or count every json_agg json_object_agg jsonb_agg jsonb_object_agg
        max min range_agg range_intersect_agg string_agg sum xmlagg corr covar_pop covar_samp regr_avgx regr_avgy regr_count
        regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp variance var_pop var_samp
        mode percentile_cont percentile_disc rank dense_rank percent_rank cume_dist row_number ntile lag lead first_value
        last_value nth_value any_value json_agg_strict jsonb_agg_strict json_object_agg_strict jsonb_object_agg_strict
        json_object_agg_unique jsonb_object_agg_unique json_object_agg_unique_strict jsonb_object_agg_unique_strict
        # written like functions
        array cast coalesce cube collation extract greatest grouping least normalize nullif overlay position rollup some
        substring treat trim xmlconcat xmlelement xmlexists xmlforest xmlparse xmlpi xmlroot xmlserialize json json_array
        json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_value json_table like
        overlaps merge_action
        # texts
        ascii btrim char_length character_length chr concat concat_ws convert convert_from convert_to decode encode format
        initcap left length lower lpad ltrim md5 octet_length bit_length parse_ident quote_ident quote_literal quote_nullable
        regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
        regexp_split_to_table regexp_substr repeat replace reverse right rpad rtrim split_part starts_with string_to_array
        string_to_table strpos substr to_ascii to_hex to_bin to_oct translate unistr upper casefold textcat textlen like_escape
        similar_to_escape get_bit get_byte set_bit set_byte bit_count sha224 sha256 sha384 sha512 crc32 crc32c unicode_assigned
        is_normalized
        # numbers
        abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cbrt ceil ceiling cos cosd cosh cot cotd degrees
        div erf erfc exp factorial floor gamma gcd lcm lgamma ln log log10 min_scale mod numeric_inc pi pow power radians
        random random_normal round scale sign sin sind sinh sqrt tan tand tanh trim_scale trunc width_bucket numnode
        # times
        age clock_timestamp date_add date_bin date_part date_subtract date_trunc isfinite justify_days justify_hours
        justify_interval make_date make_interval make_time make_timestamp make_timestamptz now statement_timestamp timeofday
        timezone to_char to_date to_number to_timestamp transaction_timestamp current_time current_timestamp localtime
        localtimestamp
        # arrays, ranges, sets
        array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
        array_prepend array_remove array_replace array_reverse array_sample array_shuffle array_sort array_to_string
        array_upper cardinality generate_series generate_subscripts trim_array unnest isempty lower_inc lower_inf multirange
        range_merge upper_inc upper_inf int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange
        nummultirange tsmultirange tstzmultirange datemultirange array_contains array_contained array_overlap arraycontains
        arraycontained arrayoverlap array_to_json row_to_json
        # JSON and XML
        json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
        json_each_text json_extract_path json_extract_path_text json_object_keys json_populate_record json_populate_recordset
        json_strip_nulls json_to_record json_to_recordset json_typeof jsonb_array_elements jsonb_array_elements_text
        jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path
        jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz
        jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz
        jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record jsonb_populate_recordset
        jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof jsonb_concat
        jsonb_contains jsonb_delete jsonb_delete_path jsonb_exists jsonb_exists_all jsonb_exists_any to_json to_jsonb
        xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlcomment xmltext xpath xpath_exists
        # searching texts
        array_to_tsvector get_current_ts_config jsonb_to_tsvector json_to_tsvector phraseto_tsquery plainto_tsquery querytree
        setweight strip to_tsquery to_tsvector ts_delete ts_filter ts_headline ts_lexize ts_rank ts_rank_cd tsquery_phrase
        tsvector_to_array websearch_to_tsquery
        # other types
        abbrev broadcast family host hostmask inet_merge inet_same_family masklen netmask network set_masklen macaddr8_set7bit
        area center diagonal diameter height isclosed isopen npoints pclose popen radius slope width box circle line lseg path
        point polygon bound_box enum_first enum_last enum_range gen_random_uuid uuidv4 uuidv7 uuid_extract_timestamp
        uuid_extract_version int2 int4 int8 float4 float8 text date timetz timestamptz bool money regclass oid name bpchar inet
        macaddr macaddr8 bytea cidr xid xml
        # types with a length
        numeric decimal dec float varchar character char nchar bit varbit varying time timestamp interval precision
        # the server and its catalog
        col_description current_catalog current_database current_query current_role current_schema current_schemas
        current_setting current_user format_type has_any_column_privilege has_column_privilege has_database_privilege
        has_function_privilege has_schema_privilege has_sequence_privilege has_table_privilege inet_client_addr
        inet_client_port inet_server_addr inet_server_port obj_description pg_backend_pid pg_blocking_pids pg_char_to_encoding
        pg_client_encoding pg_collation_for pg_column_compression pg_column_size pg_conf_load_time pg_database_size
        pg_encoding_to_char pg_function_is_visible pg_get_constraintdef pg_get_expr pg_get_functiondef
        pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_indexdef pg_get_keywords
        pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role
        pg_index_column_has_property pg_indexes_size pg_is_in_recovery pg_is_other_temp_schema pg_last_wal_replay_lsn
        pg_last_xact_replay_timestamp pg_lock_status pg_my_temp_schema pg_partition_ancestors pg_partition_root
        pg_partition_tree pg_postmaster_start_time pg_relation_filenode pg_relation_size pg_size_bytes pg_size_pretty pg_sleep
        pg_sleep_for pg_sleep_until pg_stat_get_activity pg_table_is_visible pg_table_size pg_tablespace_size
        pg_total_relation_size pg_type_is_visible pg_typeof pg_wal_lsn_diff pg_current_wal_lsn row_security_active session_user
        shobj_description to_regclass to_regnamespace to_regproc to_regprocedure to_regrole to_regtype txid_current_if_assigned
        pg_current_xact_id_if_assigned pg_current_snapshot pg_input_is_valid pg_input_error_info user version system bernoulli
        pg_basetype pg_describe_object num_nulls num_nonnulls lo_get
        """;

    public static FrozenSet<string> Harmless { get; } = List.Split('\n')
        .Where(static line => !line.StartsWith('#'))
        .SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToFrozenSet(StringComparer.Ordinal);
}

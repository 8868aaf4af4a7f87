namespace Streaming.Parquet.Layouts;

/// <summary>Decides which column of an input plays which role.</summary>
internal sealed class ColumnBinding
{
    private readonly RowSchema _table;
    private readonly Dictionary<string, Column> _roles = [];

    private ColumnBinding(RowSchema table) => _table = table;

    /// <summary>The members of samples that have a column.</summary>
    public IReadOnlyDictionary<string, Column> Roles => _roles;

    /// <summary>Carried columns: the name in <see cref="Sample.Meta"/>, and the input's column.</summary>
    public List<(string Name, Column Column)> Carried { get; } = [];

    /// <summary>The columns by the samples' names.</summary>
    public IEnumerable<string> Names => _roles.Keys.Concat(Carried.Select(c => c.Name));

    /// <summary>Binds the columns; what cannot be is a <see cref="BadInputException"/>.</summary>
    public static ColumnBinding Of(RowSchema table, LayoutOptions options)
    {
        var binding = new ColumnBinding(table);
        var used = new HashSet<string>();
        foreach (var (role, name) in options.Columns)
        {
            var column = table.Find(name) ?? throw new BadInputException($"columns: there is no column '{name}'; the input has {NamesOf(table)}.");
            binding.Bind(role, column, used);
        }

        binding.BindPreset(options.Preset, used);
        Check("select", options.Select, table);
        Check("json_columns", options.JsonColumns, table);

        foreach (var column in table.Columns.Where(c => !used.Contains(c.Name)))
        {
            if (options.Select.Count == 0 || options.Select.Contains(column.Name) || column.Name == KnownColumns.Id)
            {
                binding.BindByName(column);
            }
        }

        binding.CarryMessages(options.JsonColumns);
        return binding;
    }

    private static void Check(string option, IReadOnlyList<string> names, RowSchema table)
    {
        if (names.FirstOrDefault(n => table.Find(n) is null) is { } unknown)
        {
            throw new BadInputException($"{option}: there is no column '{unknown}'; the input has {NamesOf(table)}.");
        }
    }

    // The whole of the messages is carried beside what samples know of them. Other members of samples have their own shapes.
    private void CarryMessages(IReadOnlyList<string> jsonColumns)
    {
        foreach (var (role, column) in _roles.Where(r => jsonColumns.Contains(r.Value.Name)))
        {
            if (role != KnownColumns.Messages)
            {
                throw new BadInputException($"json_columns: '{column.Name}' is the samples' '{role}', which is not carried as JSON.");
            }

            if (Carried.All(c => c.Name != KnownColumns.MessagesJson))
            {
                Carried.Add((KnownColumns.MessagesJson, column));
            }
        }
    }

    private void BindPreset(LayoutPreset choice, HashSet<string> used)
    {
        var preset = Preset.Of(choice);
        foreach (var (role, names) in preset.Roles)
        {
            var column = names.Select(_table.Find).FirstOrDefault(c => c is not null && !used.Contains(c.Name));
            if (column is not null && !_roles.ContainsKey(role))
            {
                Bind(role, column, used);
            }
        }

        if (preset.Required is { } required && !_roles.ContainsKey(required))
        {
            throw new BadInputException($"preset: the layout wants a column {string.Join(" or ", preset.Roles[required])}; the input has {NamesOf(_table)}.");
        }
    }

    private void Bind(string role, Column column, HashSet<string> used)
    {
        used.Add(column.Name);
        if (role == KnownColumns.Lineage)
        {
            throw new BadInputException("columns: 'lineage' is written by the engine; give the column another name.");
        }

        if (KnownColumns.IsMember(role))
        {
            _roles[role] = column;
        }
        else
        {
            Carried.Add((role, column));
        }
    }

    // A member's name that another column was mapped to is taken, and an earlier table's lineage ends here: both are left out.
    private void BindByName(Column column)
    {
        if (!KnownColumns.IsMember(column.Name))
        {
            if (Carried.All(c => c.Name != column.Name))
            {
                Carried.Add((column.Name, column));
            }
        }
        else if (column.Name != KnownColumns.Lineage)
        {
            _roles.TryAdd(column.Name, column);
        }
    }

    private static string NamesOf(RowSchema table) => string.Join(", ", table.Columns.Select(c => $"'{c.Name}'"));
}

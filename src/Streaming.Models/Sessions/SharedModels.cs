using Streaming.Operators;

namespace Streaming.Models.Sessions;

/// <summary>The models of a run: each folder, device and precision is loaded once, whoever names it, and let go when the last one is done with it.</summary>
public sealed class SharedModels
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Folder, SessionSettings Settings), Entry> _entries = [];

    /// <summary>The number of models that are loaded.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Whether a model of this folder is loaded.</summary>
    public bool Holds(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        lock (_lock)
        {
            return _entries.Keys.Any(key => key.Folder == path);
        }
    }

    /// <summary>Lends a model; it is loaded and warmed up by whoever asks first, while others wait.</summary>
    /// <exception cref="BadInputException">It cannot be loaded.</exception>
    public ModelLease Lend(string folder, SessionSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var key = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), settings ?? new SessionSettings());
        Entry entry;
        lock (_lock)
        {
            entry = _entries.TryGetValue(key, out var known) ? known : _entries[key] = new Entry(key.Item1, key.Item2);
            entry.Lent++;
        }

        try
        {
            return new ModelLease(entry.Model.Value, () => TakeBack(key, entry));
        }
        catch
        {
            TakeBack(key, entry);
            throw;
        }
    }

    private void TakeBack((string Folder, SessionSettings Settings) key, Entry entry)
    {
        lock (_lock)
        {
            if (--entry.Lent > 0)
            {
                return;
            }

            _entries.Remove(key);
        }

        if (entry.Model.IsValueCreated)
        {
            entry.Model.Value.Dispose();
        }
    }

    private sealed class Entry(string folder, SessionSettings settings)
    {
        public Lazy<ModelSession> Model { get; } = new(() => ModelSession.LoadWarm(folder, settings));

        public int Lent { get; set; }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using StackExchange.Redis;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.Stores;

/// <summary>Keys in a Redis that workers share. Each key belongs to the sample that brought it first, decided by the server in one step; whoever comes later has seen it.</summary>
/// <remarks>
/// A sample that finds its own claim, made before a kill, is not its own duplicate: what was not committed comes again, and gets what it had. So nothing has to be taken back. Keys lie in 65,536 hashes
/// (which take a third of the memory that keys of their own would while each has few, by Redis' defaults up to some ten million keys in all); which parts of the table's log the server has is a set beside them, so a server that was emptied is filled again at the next start.
/// </remarks>
internal sealed class RedisKeyStore<TKey> : IKeyStore<TKey> where TKey : unmanaged, IBinaryInteger<TKey>
{
    /// <summary>Keys that one call of the server is asked for: it does nothing else meanwhile.</summary>
    private const int CallKeys = 1024;

    // The claim of log parts that are replayed: whose samples brought their keys is not known any more, and they do not come again.
    private const ulong Committed = 0;

    private const string Claim = """
        local answers = {}
        local new = 0
        for i = 1, #ARGV, 3 do
          local bucket = KEYS[1] .. ':' .. ARGV[i]
          if redis.call('HSETNX', bucket, ARGV[i + 1], ARGV[i + 2]) == 1 then
            answers[#answers + 1] = '1'
            new = new + 1
          elseif redis.call('HGET', bucket, ARGV[i + 1]) == ARGV[i + 2] then
            answers[#answers + 1] = '1'
          else
            answers[#answers + 1] = '0'
          end
        end
        if new > 0 then redis.call('INCRBY', KEYS[2], new) end
        return table.concat(answers)
        """;

    private readonly ConnectionMultiplexer _connection;
    private readonly IDatabase _db;
    private readonly RedisKey[] _names;
    private readonly RedisKey _parts;
    private readonly List<TKey> _replayed = [];

    // What the sample that is being decided brought already: a second time it is seen, whoever's it is.
    private readonly HashSet<TKey> _own = [];
    private ulong _owner;

    /// <summary>Connects.</summary>
    /// <param name="server">The server, as StackExchange.Redis takes it.</param>
    /// <param name="name">The name of the keys.</param>
    /// <param name="kind">What the keys are: of which operator, made with which parameters.</param>
    /// <exception cref="BadInputException">Keys of another kind are there.</exception>
    public RedisKeyStore(string server, string name, string kind)
    {
        var options = ConfigurationOptions.Parse(server);
        options.ClientName ??= "streaming";
        _connection = ConnectionMultiplexer.Connect(options);
        _db = _connection.GetDatabase();

        // In braces: a cluster keeps them together.
        _names = [$"{{streaming:{name}}}", $"{{streaming:{name}}}:count"];
        _parts = $"{{streaming:{name}}}:parts";
        RefuseOthers(name, kind);
    }

    public long Count => (long)_db.StringGet(_names[1]);

    public long Bytes => CallKeys * 3L * 64;

    public bool NeedsOwners => true;

    public bool Contains(TKey key)
    {
        var (bucket, field) = PlaceOf(key);
        return _db.HashExists($"{_names[0]}:{bucket}", field);
    }

    public void Add(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> owners, Span<bool> isNew)
    {
        // Never between two keys of a sample: two workers could each claim a part of what they have in common, and both would go.
        for (int from = 0, to; from < keys.Length; from = to)
        {
            to = Math.Min(from + CallKeys, keys.Length);
            while (to < keys.Length && owners[to] != Committed && owners[to] == owners[to - 1])
            {
                to++;
            }

            Ask(keys[from..to], owners[from..to], isNew[from..to]);
        }
    }

    public bool Holds(LogMark mark) => _db.SetContains(_parts, NameOf(mark));

    public void Recover()
    {
    }

    public void Replay(TKey key)
    {
        _replayed.Add(key);
        if (_replayed.Count == CallKeys)
        {
            AddReplayed();
        }
    }

    public void Seal(LogMark mark)
    {
        AddReplayed();
        _db.SetAdd(_parts, NameOf(mark));
    }

    public void Dispose() => _connection.Dispose();

    // Whoever is first says what the keys are: those of others would mean something else.
    private void RefuseOthers(string name, string kind)
    {
        RedisKey place = $"{{streaming:{name}}}:kind";
        _db.StringSet(place, kind, when: When.NotExists);
        if (_db.StringGet(place) is var found && found != kind)
        {
            _connection.Dispose();
            throw new BadInputException($"store_name '{name}' is in use on the server for other keys ({found}; this step has {kind}): operators share a name only where they are the same with the same parameters. Give another name.");
        }
    }

    private static RedisValue NameOf(LogMark mark) => BitConverter.GetBytes(mark.Digest);

    private static (int Bucket, byte[] Field) PlaceOf(TKey key)
    {
        var field = new byte[Unsafe.SizeOf<TKey>()];
        key.WriteBigEndian(field);
        return (KeyBits.Place(key, 1 << 16), field);
    }

    private void AddReplayed()
    {
        var keys = _replayed.ToArray();
        _replayed.Clear();
        var owners = new ulong[keys.Length];
        Array.Fill(owners, Committed);
        Add(keys, owners, new bool[keys.Length]);
    }

    private void Ask(ReadOnlySpan<TKey> keys, ReadOnlySpan<ulong> owners, Span<bool> isNew)
    {
        var arguments = new RedisValue[keys.Length * 3];
        for (var i = 0; i < keys.Length; i++)
        {
            var (bucket, field) = PlaceOf(keys[i]);
            arguments[3 * i] = bucket;
            arguments[(3 * i) + 1] = field;
            arguments[(3 * i) + 2] = BitConverter.GetBytes(owners[i]);
        }

        var answers = (byte[])_db.ScriptEvaluate(Claim, _names, arguments)!;
        for (var i = 0; i < keys.Length; i++)
        {
            if (owners[i] != _owner)
            {
                _own.Clear();
                _owner = owners[i];
            }

            isNew[i] = answers[i] == '1' && (owners[i] == Committed || _own.Add(keys[i]));
        }
    }
}

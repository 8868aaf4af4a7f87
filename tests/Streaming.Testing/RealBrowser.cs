using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Streaming.Testing;

/// <summary>A Chromium of the machine, without a window, driven by its own protocol (Chrome DevTools Protocol). One page; not for several threads at once.</summary>
public sealed class RealBrowser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private int _id;

    private RealBrowser(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Where it is; null where there is none.</summary>
    public static string? Path => Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);

    /// <summary>What its pages wrote to their consoles, and what went wrong in them.</summary>
    public List<string> Complaints { get; } = [];


    /// <summary>Starts it.</summary>
    /// <param name="width">Of the page, in CSS pixels.</param>
    /// <param name="height">Of the page, in CSS pixels.</param>
    /// <param name="dark">Whether it prefers dark colours.</param>
    public static async Task<RealBrowser> StartAsync(int width = 1280, int height = 900, bool dark = false)
    {
        var profile = Directory.CreateTempSubdirectory("streaming-test-").FullName;
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile}", $"--window-size={width},{height}", "about:blank",
        ];
        var process = Process.Start(new ProcessStartInfo(Path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var browser = new RealBrowser(process, profile);
        await browser.ConnectAsync();
        await browser.CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await browser.CallAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
        return browser;
    }

    /// <summary>Opens a page.</summary>
    public async Task GoAsync(Uri page) => await CallAsync("Page.navigate", new() { ["url"] = page.AbsoluteUri });

    /// <summary>What a script's expression gives; promises are waited for.</summary>
    public async Task<JsonNode?> EvaluateAsync(string script)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true, ["userGesture"] = true });
        return answer["exceptionDetails"] is { } fault ? throw new InvalidOperationException(fault.ToJsonString()) : answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression holds.</summary>
    public async Task UntilAsync(string condition)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            if (await EvaluateAsync($"Boolean({condition})") is JsonValue value && value.GetValue<bool>())
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Never came true: {condition}. The page: {await EvaluateAsync("document.body?.innerText")}. It complained: {string.Join(' ', Complaints)}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Presses and lets go of a key: <c>Tab</c>, <c>Enter</c>, <c>Escape</c>.</summary>
    public async Task PressAsync(string key)
    {
        var code = key switch { "Tab" => 9, "Enter" => 13, "Escape" => 27, _ => throw new ArgumentException($"No key '{key}'.", nameof(key)) };
        await CallAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyDown", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code, ["text"] = key == "Enter" ? "\r" : "" });
        await CallAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>Types into what has the focus.</summary>
    public async Task TypeAsync(string text) => await CallAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>A picture of the whole page as PNG.</summary>
    public async Task PictureAsync(string file) =>
        await File.WriteAllBytesAsync(file, Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true }))["data"]!));

    /// <summary>A figure of the page's own work (<c>Performance.getMetrics</c>), such as <c>TaskDuration</c> in seconds.</summary>
    public async Task<double> MetricAsync(string name) =>
        (double)(await CallAsync("Performance.getMetrics", []))["metrics"]!.AsArray().First(m => (string)m!["name"]! == name)!["value"]!;

    /// <summary>Processor time of all its processes that run now, in seconds.</summary>
    public double ProcessorSeconds()
    {
        // Fields 4 (parent), 14 and 15 (user and system time, in hundredths) of proc_pid_stat(5); the name before them may hold anything.
        var all = Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(System.IO.Path.GetFileName(d), out _)).Select(Stat).OfType<(int Id, int Parent, long Ticks)>().ToList();
        var own = new HashSet<int> { _process.Id };
        while (all.Any(p => own.Contains(p.Parent) && own.Add(p.Id)))
        {
            // Children of children.
        }

        return all.Where(p => own.Contains(p.Id)).Sum(p => p.Ticks) / 100.0;
    }

    /// <summary>Calls the protocol.</summary>
    public async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_id;
        using var patience = new CancellationTokenSource(Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString()), WebSocketMessageType.Text, true, patience.Token);
        while (true)
        {
            var message = await ReadAsync(patience.Token);
            if ((int?)message["id"] == id)
            {
                return message["error"] is { } fault ? throw new InvalidOperationException($"{method}: {fault.ToJsonString()}") : message["result"]!;
            }

            if ((string?)message["method"] is "Runtime.exceptionThrown" or "Log.entryAdded" or "Runtime.consoleAPICalled")
            {
                Complaints.Add(message["params"]!.ToJsonString());
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (var tries = 0; tries < 20; tries++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
                return;
            }
            catch (IOException)
            {
                // A child of the browser is still writing.
                await Task.Delay(100);
            }
        }
    }

    private static (int Id, int Parent, long Ticks)? Stat(string folder)
    {
        try
        {
            var stat = File.ReadAllText(System.IO.Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(System.IO.Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture), int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture),
                long.Parse(fields[11], System.Globalization.CultureInfo.InvariantCulture) + long.Parse(fields[12], System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private async Task ConnectAsync()
    {
        var ports = System.IO.Path.Combine(_profile, "DevToolsActivePort");
        string[] lines = [];
        for (var started = Stopwatch.GetTimestamp(); lines.Length < 2; lines = File.Exists(ports) ? await File.ReadAllLinesAsync(ports) : [])
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("The browser did not start.");
            }

            await Task.Delay(50);
        }

        using var client = new HttpClient();
        var targets = await client.GetFromJsonAsync<JsonArray>(new Uri($"http://127.0.0.1:{lines[0]}/json"));
        await _socket.ConnectAsync(new Uri((string)targets!.First(t => (string)t!["type"]! == "page")!["webSocketDebuggerUrl"]!), default);
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Performance", "Network" })
        {
            _ = await CallAsync($"{domain}.enable", []);
        }
    }

    private async Task<JsonNode> ReadAsync(CancellationToken abort)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, abort);
            all.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(all.ToArray())!;
            }
        }
    }
}

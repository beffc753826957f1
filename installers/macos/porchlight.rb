# The cask for a tap of one's own; the release fills in version and checksums (installers/macos/cask.py).
cask "porchlight" do
  arch arm: "arm64", intel: "x86_64"

  version "@VERSION@"
  sha256 arm:   "@SHA256_ARM64@",
         intel: "@SHA256_X86_64@"

  url "https://github.com/porchlight-monitor/porchlight/releases/download/v#{version}/Porchlight-#{version}-#{arch}.dmg"
  name "Porchlight"
  desc "Watches the systems that carry a nonprofit's gifts"
  homepage "https://github.com/porchlight-monitor/porchlight"

  livecheck do
    url :url
    strategy :github_latest
  end

  depends_on macos: ">= :sonoma"

  app "Porchlight.app"
  binary "#{appdir}/Porchlight.app/Contents/MacOS/porchlight"

  uninstall launchctl: "org.porchlight.tray",
            quit:      "org.porchlight.Porchlight"

  # Settings and history stay until somebody says --zap.
  zap trash: [
    "~/Library/Application Support/porchlight",
    "~/Library/LaunchAgents/org.porchlight.tray.plist",
  ]
end

'use client';

import type { MessageView } from '@message-service/shared/messages';
import { Copy } from 'lucide-react';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { useTranslate } from '@/ui/preferences';
import { ScrollRegion } from '@/ui/scroll-region';
import { toast } from '@/ui/toast';

/** The document as JSON, field for field. */
export const DocumentPanel = ({ message }: { message: MessageView }) => {
  const t = useTranslate();
  const text = JSON.stringify(message, null, 2);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast({ tone: 'ok', text: t('action.copied') });
  };
  return (
    <Panel
      title={t('message.document')}
      actions={
        <Button size="sm" look="ghost" onClick={copy}>
          <Copy className="size-3.5" aria-hidden />
          {t('action.copy', { what: t('message.copy_document') })}
        </Button>
      }
    >
      <ScrollRegion label={t('message.document')} className="max-h-96 overflow-auto">
        <pre className="px-4 py-3 font-mono text-xs">{text}</pre>
      </ScrollRegion>
    </Panel>
  );
};
